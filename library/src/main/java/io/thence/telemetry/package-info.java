// SPDX-License-Identifier: Apache-2.0
/** What an application tells of itself while it runs: meters, spans, and records for JFR. */
@NullMarked
package io.thence.telemetry;

import org.jspecify.annotations.NullMarked;

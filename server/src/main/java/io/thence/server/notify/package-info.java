// SPDX-License-Identifier: Apache-2.0
/** Tells somebody of alerts by what the library has no client for. */
@NullMarked
package io.thence.server.notify;

import org.jspecify.annotations.NullMarked;

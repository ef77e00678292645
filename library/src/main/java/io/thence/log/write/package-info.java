// SPDX-License-Identifier: Apache-2.0
/** The one writer: what callers ask is judged, written as one group and flushed once; the end of the log is its own. */
@NullMarked
package io.thence.log.write;

import org.jspecify.annotations.NullMarked;

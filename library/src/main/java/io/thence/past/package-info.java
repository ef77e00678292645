// SPDX-License-Identifier: Apache-2.0
/** What was, and why: states as of a moment, what each event changed, what led to an event and what it led to. */
@NullMarked
package io.thence.past;

import org.jspecify.annotations.NullMarked;

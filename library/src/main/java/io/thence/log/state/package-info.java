// SPDX-License-Identifier: Apache-2.0
/** What follows from the frames, the index above all; found again at an opening by reading no more than needed. */
@NullMarked
package io.thence.log.state;

import org.jspecify.annotations.NullMarked;

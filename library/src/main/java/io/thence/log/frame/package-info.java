// SPDX-License-Identifier: Apache-2.0
/** Frames and the batches in them: as bytes, read and checked in order, and found where a log ends. */
@NullMarked
package io.thence.log.frame;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The files of a log: their names, their heads and those of frames in them, and opening them one after the other. */
@NullMarked
package io.thence.log.segment;

import org.jspecify.annotations.NullMarked;

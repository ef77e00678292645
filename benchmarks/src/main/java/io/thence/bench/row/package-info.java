// SPDX-License-Identifier: Apache-2.0
/** Rows: what is measured of the log, and beside whom. */
@NullMarked
package io.thence.bench.row;

import org.jspecify.annotations.NullMarked;

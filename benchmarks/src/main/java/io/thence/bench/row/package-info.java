// SPDX-License-Identifier: Apache-2.0
/** The rows of the suite {@code log}. */
@NullMarked
package io.thence.bench.row;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Measuring: rows, contenders, rounds, medians, bars and floors. It knows nothing of what is measured. */
@NullMarked
package io.thence.bench.measure;

import org.jspecify.annotations.NullMarked;

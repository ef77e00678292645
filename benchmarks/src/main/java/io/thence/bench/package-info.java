// SPDX-License-Identifier: Apache-2.0
/** The command {@code thence bench}: suites of rows, measured and reported. */
@NullMarked
package io.thence.bench;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The command {@code thence example}: one subcommand for each example. */
@NullMarked
package io.thence.examples.all;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary: everything that an application is described with, as immutable data. The packages below this one
 * interpret it; it knows none of them.
 */
@NullMarked
package io.thence;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What is done to every contender: payloads, callers, stores of a given size. */
@NullMarked
package io.thence.bench.load;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What Thence is compared with, each a small class. */
@NullMarked
package io.thence.bench.peer;

import org.jspecify.annotations.NullMarked;

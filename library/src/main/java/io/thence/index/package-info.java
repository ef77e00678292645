// SPDX-License-Identifier: Apache-2.0
/** The inverted index: from what an event is filed under to its positions; derived from the log, kept in files. */
@NullMarked
package io.thence.index;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What there is in a store, counted: {@link io.thence.server.census.Streams} and {@link
 * io.thence.server.census.StoreStats}. The index files events under fingerprints and has no names, so both read the log
 * from end to end, in memory that does not grow with it.
 */
@NullMarked
package io.thence.server.census;

import org.jspecify.annotations.NullMarked;

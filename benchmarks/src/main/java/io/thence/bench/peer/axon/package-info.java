// SPDX-License-Identifier: Apache-2.0
/** Axon Framework with the same command and event, on PostgreSQL. */
@NullMarked
package io.thence.bench.peer.axon;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What a port promises, as tests. The author of an adapter extends the suite of its port, which is run against the real
 * engine: {@link io.thence.testing.contract.EventStoreContract}.
 */
@NullMarked
package io.thence.testing.contract;

import org.jspecify.annotations.NullMarked;

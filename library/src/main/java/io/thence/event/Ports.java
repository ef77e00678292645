// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.store.EventStore;
import io.thence.world.World;

/**
 * What the machines of one running application work through.
 *
 * @param world clock, chance, threads, waiting
 * @param store the events
 * @param codec turns the application's events into what is stored and back
 */
public record Ports(World world, EventStore store, EventCodec codec) {}

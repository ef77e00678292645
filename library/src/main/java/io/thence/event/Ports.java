// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.personal.Privacy;
import io.thence.store.EventStore;
import io.thence.world.World;

/**
 * What the machines of one running application work through.
 *
 * @param world clock, chance, threads, waiting
 * @param store the events
 * @param codec turns the application's events into what is stored and back
 */
public record Ports(World world, EventStore store, EventCodec codec) {

    /** Those of {@code application}, which has no problems and whose events are in {@code store}. */
    public static Ports of(Application application, World world, EventStore store, Privacy privacy) {
        return new Ports(world, store, new EventCodec(application, privacy, Companions.in(store)));
    }
}

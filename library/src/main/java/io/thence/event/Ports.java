// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.SystemEvent;
import io.thence.personal.Privacy;
import io.thence.store.EventStore;
import io.thence.telemetry.Telemetry;
import io.thence.world.World;
import java.util.function.Consumer;

/**
 * What the machines of one running application work through.
 *
 * @param world     clock, chance, threads, waiting
 * @param store     the events
 * @param codec     turns the application's events into what is stored and back
 * @param system    is told what happens to the machines
 * @param outside   calls what is no part of the application
 * @param telemetry is told what the machines do
 */
public record Ports(World world, EventStore store, EventCodec codec, Consumer<SystemEvent> system, Outside outside,
        Telemetry telemetry) {

    /** Ports of machines of which nobody wants to know. */
    public Ports(World world, EventStore store, EventCodec codec) {
        this(world, store, codec, _ -> {}, Outside.REAL, Telemetry.NONE);
    }

    /** Those of {@code application}, which has no problems and whose events are in {@code store}. */
    public static Ports of(Application application, World world, EventStore store, Privacy privacy) {
        return new Ports(world, store, new EventCodec(application, privacy, Companions.in(store)));
    }

    /** The same, where {@code other} is told what happens to the machines. */
    public Ports system(Consumer<SystemEvent> other) {
        return new Ports(world, store, codec, other, outside, telemetry);
    }

    /** The same, where {@code other} calls what is no part of the application. */
    public Ports outside(Outside other) {
        return new Ports(world, store, codec, system, other, telemetry);
    }

    /** The same, where {@code other} is told what the machines do. */
    public Ports telemetry(Telemetry other) {
        return new Ports(world, store, codec, system, outside, other);
    }
}

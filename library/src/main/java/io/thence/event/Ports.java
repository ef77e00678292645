// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.personal.Privacy;
import io.thence.store.EventStore;
import io.thence.supervise.Supervisor;
import io.thence.telemetry.Telemetry;
import io.thence.world.World;

/**
 * What the machines of one running application work through.
 *
 * @param world      clock, chance, threads, waiting
 * @param store      the events
 * @param codec      turns the application's events into what is stored and back
 * @param supervisor watches over the machines, and is told what happens to them
 * @param outside    calls what is no part of the application
 * @param telemetry  is told what the machines do
 */
public record Ports(World world, EventStore store, EventCodec codec, Supervisor supervisor, Outside outside,
        Telemetry telemetry) {

    /** Ports of machines of which nobody wants to know. */
    public Ports(World world, EventStore store, EventCodec codec) {
        this(world, store, codec, Supervisor.none(world), Outside.REAL, Telemetry.NONE);
    }

    /** Those of {@code application}, which has no problems and whose events are in {@code store}. */
    public static Ports of(Application application, World world, EventStore store, Privacy privacy) {
        return new Ports(world, store, new EventCodec(application, privacy, Companions.in(store)));
    }

    /** The same, where {@code other} watches over the machines. */
    public Ports supervisor(Supervisor other) {
        return new Ports(world, store, codec, other, outside, telemetry);
    }

    /** The same, where {@code other} calls what is no part of the application. */
    public Ports outside(Outside other) {
        return new Ports(world, store, codec, supervisor, other, telemetry);
    }

    /** The same, where {@code other} is told what the machines do. */
    public Ports telemetry(Telemetry other) {
        return new Ports(world, store, codec, supervisor, outside, other);
    }
}

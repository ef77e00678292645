// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Outcome;
import io.thence.Send;
import io.thence.run.Thence;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Somebody who uses the application. He does all of his work from its beginning after each crash, as a client does that
 * does not know what was done; so he sends commands under ids of their own.
 */
public final class Caller {

    private final String name;
    private final Thence thence;
    private final SimulatedWorld world;
    private final Acknowledged acknowledged;
    private final RandomGenerator random;

    Caller(String name, Thence thence, Life life) {
        this.name = name;
        this.thence = thence;
        world = life.world();
        acknowledged = life.acknowledged();
        random = life.randomOf(name);
    }

    /** His name. */
    public String name() {
        return name;
    }

    /** The application as it runs now. */
    public Thence thence() {
        return thence;
    }

    /** The world that he lives in. */
    public SimulatedWorld world() {
        return world;
    }

    /** His own chance: the same after each crash. */
    public RandomGenerator random() {
        return random;
    }

    /** Sends {@code command} as command {@code id}. What was once acknowledged must be answered alike again. */
    public Outcome send(Object command, String id) {
        return send(command, Send.as(id));
    }

    /** Sends a command. What was once acknowledged under an id must be answered in the same way again. */
    public Outcome send(Object command, Send how) {
        var outcome = thence.send(command, how);
        note("sent " + how.id().map(Object::toString).orElse("") + " " + outcome);
        how.id().ifPresent(id -> acknowledged.add(id, how.remembered(), outcome));
        return outcome;
    }

    /** Lets virtual time pass. */
    public void pause(Duration time) {
        world.await(new Signal(), time);
    }

    /** Adds something that he saw to the trace, in its textual form. */
    public void note(String what) {
        world.note(name + " " + what);
    }
}

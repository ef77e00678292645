// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.CommandId;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.ThenceException.DiskFull;
import io.thence.run.Thence;
import io.thence.testing.sim.Scenario.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Somebody who uses the application. He does all of his work from its beginning after each crash, as a client does that
 * does not know what was done; so he sends commands under ids of their own. Of {@link #steps} he does those again that
 * he has not come to the end of.
 */
public final class Caller {

    private static final Duration ROOM = Duration.ofMillis(100);
    private static final int ROOM_TRIES = 100;

    private final String name;
    private final Thence thence;
    private final Life life;
    private final RandomGenerator random;
    private RandomGenerator ownRandom;
    private Optional<Step> now = Optional.empty();
    private int steps;
    private int sent;

    Caller(String name, Thence thence, Life life) {
        this.name = name;
        this.thence = thence;
        this.life = life;
        random = life.randomOf(name);
        ownRandom = random;
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
        return life.world();
    }

    /** His own chance: the same after each crash. In a step it is the step's own. */
    public RandomGenerator random() {
        return ownRandom;
    }

    /**
     * Does {@code step} so many times, with 0, 1 and so on. Each has chance of its own and sends commands under ids of
     * its own; one that has come to its end is not done again after a crash. A life that fails is made smaller by
     * leaving some out: so let each make sense without the others, be it refused.
     *
     * @throws IllegalStateException in a step
     */
    public void steps(int count, IntConsumer step) {
        if (now.isPresent()) {
            throw new IllegalStateException("a step of " + name + " has no steps of its own");
        }
        for (int i = 0; i < count; i++) {
            var at = new Step(name, steps++);
            if (life.scenario().has(at) && !life.memory().isDone(at)) {
                begin(at);
                step.accept(i);
                life.memory().done(at);
                now = Optional.empty();
                ownRandom = random;
            }
        }
    }

    private void begin(Step step) {
        life.memory().begun(step);
        now = Optional.of(step);
        sent = 0;
        ownRandom = life.randomOf(name + "/" + step.number());
    }

    /** Sends {@code command} under an id that follows from who he is and what he has done before. */
    public Outcome send(Object command) {
        int number = sent++;
        return send(command, now.map(step -> name + "/" + (step.number() + 1) + (number == 0 ? "" : "." + number))
                .orElse(name + "." + number));
    }

    /** Sends {@code command} as command {@code id}. What was once acknowledged must be answered alike again. */
    public Outcome send(Object command, String id) {
        return send(command, Send.as(id));
    }

    /**
     * Sends a command. What was once acknowledged under an id must be answered in the same way again. While the disk is
     * full, it is sent again.
     */
    public Outcome send(Object command, Send how) {
        if (now.isEmpty()) {
            life.memory().begun(new Step(name, Step.APART));
        }
        world().tell(name, () -> "sends " + command + how.id().map(id -> " as " + id).orElse(""));
        var id = how.id();
        if (id.isEmpty()) {
            return sendOnce(command, how);
        }
        var where = id.get().text();
        boolean isRepeated = life.troubles().hits(Fault.COMMAND_REPEATED, where);
        boolean isLater = life.troubles().chance(Fault.COMMAND_REPEATED, "later: " + where).nextBoolean();
        if (isRepeated && !isLater) {
            world().tell(name, () -> "FAULT " + Fault.COMMAND_REPEATED + ": " + where + ", twice at the same time");
            var other = world().fork(name + "-again", () -> answered(command, how, id.get()));
            var outcome = answered(command, how, id.get());
            other.stop();
            return outcome;
        }
        var outcome = answered(command, how, id.get());
        if (isRepeated) {
            world().tell(name, () -> "FAULT " + Fault.COMMAND_REPEATED + ": " + where + ", again");
            answered(command, how, id.get());
        }
        return outcome;
    }

    private Outcome answered(Object command, Send how, CommandId id) {
        var outcome = sendOnce(command, how);
        life.acknowledged().add(id, how.remembered(), outcome);
        life.memory().told(new Answered(name, id, command, outcome));
        return outcome;
    }

    private Outcome sendOnce(Object command, Send how) {
        for (int i = 1; ; i++) {
            try {
                var outcome = thence.send(command, how);
                note("sent " + how.id().map(Object::toString).orElse("") + " " + outcome);
                world().tell(name, () -> told(outcome) + how.id().map(id -> " (" + id + ")").orElse(""));
                return outcome;
            } catch (DiskFull e) {
                if (i == ROOM_TRIES) {
                    throw e;
                }
                world().tell(name, () -> "is told that the disk is full");
                pause(ROOM);
            }
        }
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted a -> "is told: accepted" + (a.repeated() ? " before" : "") + ", up to event "
                    + a.position().number();
            case Outcome.Refused a -> "is told: refused, " + a.refusal() + ", after event " + a.position().number();
            case Outcome.IdReused _, Outcome.Conflicted _ -> "is told: " + outcome;
        };
    }

    /** Lets virtual time pass. */
    public void pause(Duration time) {
        world().pause(time);
    }

    /** Adds something that he saw to the trace, in its textual form. */
    public void note(String what) {
        world().note(name + " " + what);
    }
}

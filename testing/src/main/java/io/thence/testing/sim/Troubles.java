// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.EventId;
import io.thence.testing.sim.Scenario.Hit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Says what goes wrong in a life, where, and how badly. Each place has a name that other faults and other steps do not
 * change, like an event's id, and chance of its own: so a fault stays where it is when others are left out.
 */
final class Troubles {

    /** A fault strikes in one of so many places; 0 is never. Each life draws one for each kind. */
    private static final int[] ONE_IN = {3, 10, 40, 0};

    private static final long LONG_NANOS = Duration.ofSeconds(4).toNanos();

    private final Scenario scenario;
    private final Set<Fault> kinds;
    private final Map<Fault, Integer> oneIn = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    private final LinkedHashSet<Hit> hits = new LinkedHashSet<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private boolean isOver;

    Troubles(Scenario scenario, Set<Fault> kinds) {
        this.scenario = scenario;
        this.kinds = kinds;
        for (var kind : Fault.values()) {
            int drawn = ONE_IN[chance(kind, "").nextInt(ONE_IN.length)];
            oneIn.put(kind, kinds.contains(kind) ? drawn : 0);
        }
    }

    /** Chance of one place. */
    RandomGenerator chance(Fault kind, String where) {
        return new SplittableRandom((scenario.seed() * 31 + kind.name().hashCode()) * 31 + where.hashCode());
    }

    /** Whether faults of a kind are switched on. */
    boolean has(Fault kind) {
        return kinds.contains(kind);
    }

    /** Whether a fault strikes at a place, by chance. */
    boolean hits(Fault kind, String where) {
        return counted(kind, strikes(kind, where));
    }

    /** The same, of one of which {@link #met} says whether it came to anything. */
    boolean strikes(Fault kind, String where) {
        int most = oneIn.getOrDefault(kind, 0);
        return (scenario.faults().isPresent() || (most != 0 && chance(kind, where).nextInt(most) == 0))
                && isLeft(kind, where);
    }

    /** A fault strikes at a place, unless the scenario has left it out; whether it does. */
    boolean happens(Fault kind, String where) {
        return counted(kind, isLeft(kind, where));
    }

    private boolean isLeft(Fault kind, String where) {
        var hit = new Hit(kind, where);
        if (isOver || scenario.faults().filter(some -> !some.contains(hit)).isPresent()) {
            return false;
        }
        hits.add(hit);
        return true;
    }

    private boolean counted(Fault kind, boolean isMet) {
        met(kind, isMet ? 1 : 0);
        return isMet;
    }

    /** Something went wrong so many times. */
    void met(Fault kind, int times) {
        if (times > 0) {
            met.merge(kind, times, Integer::sum);
        }
    }

    /** How long something takes at a place: mostly little, at times some seconds. */
    Duration time(Fault kind, String where) {
        var chance = chance(kind, "how long: " + where);
        return Duration.ofNanos(LONG_NANOS >> chance.nextInt(16) | chance.nextInt(1 << 16));
    }

    /** Nothing goes wrong any more. */
    void end() {
        isOver = true;
    }

    boolean isOver() {
        return isOver;
    }

    Map<Fault, Integer> met() {
        return new EnumMap<>(met);
    }

    List<Hit> hits() {
        return List.copyOf(hits);
    }

    /** Has an event handled, as well or badly as chance has it. */
    void handle(SimulatedWorld world, String part, EventId event, Runnable handler) {
        int attempt = attempts.merge(part + " " + event, 1, Integer::sum);
        var where = part + " on " + event + ", attempt " + attempt;
        world.tell(() -> part + " takes event " + event + (attempt == 1 ? "" : ", the " + attempt + ". time"));
        if (hits(Fault.EVENT_LATE, where)) {
            world.pause(time(Fault.EVENT_LATE, where));
        }
        failAt(world, Fault.HANDLER_FAILED_BEFORE, where);
        handler.run();
        if (hits(Fault.EVENT_REPEATED, where)) {
            world.tell(() -> "FAULT " + Fault.EVENT_REPEATED + ": " + part + " takes event " + event + " again");
            handler.run();
        }
        if (hits(Fault.HANDLER_SLOW, where)) {
            world.pause(time(Fault.HANDLER_SLOW, where));
        }
        failAt(world, Fault.HANDLER_FAILED_AFTER, where);
        world.tell(() -> part + " has handled event " + event);
    }

    private void failAt(SimulatedWorld world, Fault kind, String where) {
        if (hits(kind, where)) {
            world.tell(() -> "FAULT " + kind + ": " + where);
            throw new SimulatedFailure(kind + ", as the simulator has it: " + where);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Effect;
import io.thence.Policy;
import io.thence.Position;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.event.SystemStream;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom parts with a circuit breaker need outside: away for spells, so that breakers open. Then the effects that such a
 * reaction calls are out of reach; where a part declares none, its handler fails.
 */
final class Partners {

    private static final int SHORT_MILLIS = 50;
    private static final int DOUBLED_MAX = 6;

    private final SimulatedWorld world;
    private final Troubles troubles;
    private final List<Partner> all;
    private final Set<String> away = new HashSet<>();

    /** The partner of the part {@code name}, which is {@code who} in messages and calls {@code effects}. */
    record Partner(String name, String who, List<Effect<?, ?>> effects) {

        private static Partner of(String kind, String name, List<Effect<?, ?>> effects) {
            return new Partner(name, kind + " '" + name + "'", effects);
        }
    }

    Partners(SimulatedWorld world, Troubles troubles, Application application) {
        this.world = world;
        this.troubles = troubles;
        all = of(application);
    }

    /** Those of an application: none where no part has a circuit breaker. */
    static List<Partner> of(Application application) {
        var partners = new ArrayList<Partner>();
        application.reactions().stream().filter(part -> hasBreaker(part.policy()))
                .forEach(part -> partners.add(Partner.of("reaction", part.name(), part.calls())));
        application.sagas().stream().filter(part -> hasBreaker(part.policy()))
                .forEach(part -> partners.add(Partner.of("saga", part.name(), List.of())));
        application.schedules().stream().filter(part -> hasBreaker(part.policy()))
                .forEach(part -> partners.add(Partner.of("schedule", part.name(), List.of())));
        return partners;
    }

    private static boolean hasBreaker(Policy policy) {
        return policy.guards().breaker().isPresent();
    }

    List<Partner> all() {
        return all;
    }

    /** Whether somebody is away whom {@code effect} would call. */
    boolean isAway(Effect<?, ?> effect) {
        return !troubles.isOver() && !away.isEmpty() && all.stream()
                .anyMatch(partner -> away.contains(partner.who()) && partner.effects().contains(effect));
    }

    /** Whether the handler of a part fails, since somebody is away. */
    boolean isAway(String who) {
        return !troubles.isOver() && away.contains(who) && all.stream()
                .anyMatch(partner -> partner.who().equals(who) && partner.effects().isEmpty());
    }

    /** The machine has crashed: who comes and goes is not known any more. */
    void crashed() {
        away.clear();
    }

    /** Goes and comes, as long as anything goes wrong. */
    void comeAndGo(Partner partner, int start, EventStore store) {
        for (int n = 1; !troubles.isOver(); n++) {
            var where = partner.who() + ", start " + start + ", " + n;
            world.pause(troubles.time(Fault.BREAKER_OPENED, "until " + where));
            if (troubles.strikes(Fault.BREAKER_OPENED, where)) {
                world.tell("", () -> "FAULT " + Fault.BREAKER_OPENED + ": whom " + partner.who() + " needs is away");
                var from = store.head();
                away.add(partner.who());
                world.pause(spell(where));
                away.remove(partner.who());
                int opened = opened(partner, store, from);
                troubles.met(Fault.BREAKER_OPENED, opened);
                world.tell("", () -> "whom " + partner.who() + " needs is there again; its circuit breaker has opened "
                        + opened + " times");
            }
        }
    }

    private Duration spell(String where) {
        return Duration.ofMillis(SHORT_MILLIS << troubles.chance(Fault.BREAKER_OPENED, "how long: " + where)
                .nextInt(DOUBLED_MAX));
    }

    /** How often its circuit breaker has opened since. */
    private static int opened(Partner partner, EventStore store, Position from) {
        var changes = Query.types(SystemStream.TYPES.names(Set.of(BreakerChanged.class)));
        int opened = 0;
        try (var events = store.read(changes, from, Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                boolean isOpen = SystemStream.TYPES.read(event.get()).orElseThrow() instanceof BreakerChanged change
                        && change.about().equals(partner.name()) && change.to() == BreakerState.OPEN;
                opened += isOpen ? 1 : 0;
            }
        }
        return opened;
    }
}

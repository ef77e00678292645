// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Event;
import io.thence.Events;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with clocks that are wrong send one another commands, each led to by an event: by hand, and by reactions
 * that pass on what they see. What led to something has the lesser stamp, however many hops lie between.
 */
class HopsTest {

    private static final int APPLICATIONS = 4;
    private static final int STEPS = 120;
    private static final int WRONG_BY_MILLIS = 50_000;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    record Happened(String what, int hops) {}

    record Happen(String what, int hops) {}

    private static final Key<String> WHAT = Key.of("what");
    private static final Events<Happened> EVENTS = Events.of(Happened.class)
            .type("happened", Happened.class, WHAT.of(Happened::what));
    private static final Decider<Happen, Happened> DECIDER = Decider.of(Happen.class, EVENTS)
            .decide(c -> accept(new Happened(c.what(), c.hops())));

    /** A machine whose clock is set by hand. */
    private record Clock(World world, AtomicLong millis) implements PassingWorld {
        @Override
        public Instant now() {
            return Instant.ofEpochMilli(millis.get());
        }
    }

    private final List<Clock> clocks = new ArrayList<>();
    private final List<Thence> running = new ArrayList<>();
    private final List<Reaction> passing = new ArrayList<>();
    /** By its id, the id of the event that led to it. */
    private final ConcurrentHashMap<String, String> causes = new ConcurrentHashMap<>();

    private void start(int number, long millis) {
        clocks.add(new Clock(new SystemWorld(), new AtomicLong(millis)));
        var reaction = Reaction.named("passing").on(Happened.class, (happened, out) -> {
            if (happened.hops() > 0) {
                var id = out.event().id().text() + "+";
                causes.put(id + "/0", out.event().id().text());
                var next = running.get((number + 1) % APPLICATIONS);
                next.send(new Happen(happened.what(), happened.hops() - 1),
                        Send.as(id).causedBy(out.event(), "app-" + number));
            }
        });
        passing.add(reaction);
        running.add(Thence.run(Application.named("app-" + number).with(EVENTS, DECIDER, reaction),
                new Engine(clocks.get(number), new MemoryDisk(), LogSettings.SMALL, 1 << 20)));
    }

    private static Event<?> event(Thence of, Outcome outcome) {
        var at = ((Outcome.Accepted) outcome).position();
        try (var events = of.events(Query.ALL).after(
                new Position(at.lineage(), at.number() - 1)).stream()) {
            return events.findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_led_to_something_has_the_lesser_stamp_over_any_hops(long seed) {
        var chance = new Random(seed);
        for (int i = 0; i < APPLICATIONS; i++) {
            start(i, START.toEpochMilli() + chance.nextInt(WRONG_BY_MILLIS));
        }
        var known = new ArrayList<Event<?>>();
        for (int i = 0; i < STEPS; i++) {
            int number = chance.nextInt(APPLICATIONS);
            clocks.get(chance.nextInt(APPLICATIONS)).millis()
                    .set(START.toEpochMilli() + chance.nextInt(WRONG_BY_MILLIS));
            var how = Send.as("c" + i);
            if (!known.isEmpty() && chance.nextInt(3) > 0) {
                var cause = known.get(chance.nextInt(known.size()));
                how = how.causedBy(cause, "by-hand");
                causes.put("c" + i + "/0", cause.id().text());
            }
            known.add(event(running.get(number), running.get(number)
                    .send(new Happen("w" + chance.nextInt(5), chance.nextInt(4)), how)));
        }
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < APPLICATIONS; i++) {
                assertThat(running.get(i).await(passing.get(i), running.get(i).store().head(), Duration.ofMinutes(1)))
                        .isTrue();
            }
        }
        check();
        running.forEach(Thence::close);
    }

    private void check() {
        var all = new ConcurrentHashMap<String, Event<?>>();
        for (var one : running) {
            try (var events = one.events(Query.ALL).stream()) {
                events.forEach(event -> all.put(event.id().text(), event));
            }
        }
        assertThat(all.keySet()).containsAll(causes.keySet());
        assertThat(causes).hasSizeGreaterThan(STEPS);
        Set<String> logs = new HashSet<>();
        causes.forEach((id, cause) -> {
            assertThat(all.get(id).stamp()).as("%s led to %s", cause, id).isGreaterThan(all.get(cause).stamp());
            assertThat(all.get(id).origin().causation()).contains(cause);
            assertThat(all.get(id).origin().correlation()).isEqualTo(
                    all.get(cause).origin().correlation().or(() -> Optional.of(cause)));
            logs.add(all.get(id).position().lineage().log() + " " + all.get(cause).position().lineage().log());
        });
        assertThat(logs).as("hops between any two").hasSizeGreaterThan(APPLICATIONS);
    }
}

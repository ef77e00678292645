// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.Stuck;
import io.thence.event.SystemStream;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Shelves.Put;
import io.thence.testing.sim.Shelves.PutThere;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Handlers that do not come back, in virtual time: when that is told, and how long a stop takes with several of them. */
class DrainLivesTest {

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final SimulatedWorld world = new SimulatedWorld(7);
    private final AtomicInteger under = new AtomicInteger();
    private final Reaction one = Reaction.named("one").on(PutThere.class, (_, _) -> hang());
    private final Reaction two = Reaction.named("two").on(PutThere.class, (_, _) -> hang());
    private final Projection shown = Projection.sql("shown", 1, "create table items (item varchar primary key)")
            .on(PutThere.class, (_, _) -> hang());

    private void hang() {
        under.incrementAndGet();
        world.await(new Signal(), Duration.ofDays(3));
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    private Thence run(Supervision supervision) {
        return Thence.run(Application.named("store").with(Shelves.EVENTS, Shelves.PUTTING, one, two, shown),
                new Engine(world, new MemoryDisk(), LogSettings.SMALL, 1 << 20).supervision(supervision));
    }

    private void put(Thence store, String item) {
        store.send(new Put("shelf", item));
        while (under.get() < 3) {
            world.pause(Duration.ofMillis(10));
        }
    }

    @Test
    void a_stop_takes_as_long_as_it_may_for_all_parts_together() {
        var store = run(Supervision.DEFAULT.closing(CLOSING));
        put(store, "a");
        long begun = world.nanos();
        store.close();
        var taken = Duration.ofNanos(world.nanos() - begun);
        assertThat(taken).isBetween(CLOSING, CLOSING.plusSeconds(20));
    }

    @Test
    void each_is_told_once_a_minute_after_it_was_seen() {
        var store = run(Supervision.DEFAULT);
        put(store, "a");
        world.pause(Duration.ofSeconds(59));
        assertThat(told(store)).isEmpty();
        world.pause(Duration.ofHours(1));
        assertThat(told(store)).hasSize(3).allMatch(Stuck.class::isInstance)
                .extracting(SystemEvent::about).containsExactlyInAnyOrder("one", "two", "shown");
        assertThat(told(store)).allSatisfy(event -> assertThat(((Stuck) event).stack()).contains("DrainLivesTest.hang"));
        assertThat(store.health().ready()).isTrue();
        world.pause(Duration.ofDays(3));
        assertThat(told(store)).hasSize(6);
        assertThat(store.health().reasons()).isEmpty();
        store.close();
    }

    private static List<SystemEvent> told(Thence thence) {
        var store = thence.store();
        try (var events = store.read(Query.types(SystemStream.TYPES.names()), new Position(store.lineage(), 0),
                Direction.FORWARDS)) {
            return events.list(100).stream().flatMap(event -> SystemStream.TYPES.read(event).stream()).toList();
        }
    }
}

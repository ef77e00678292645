// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.PassingWorld;
import io.thence.event.CloudEvents;
import io.thence.log.ClockBound.Beyond;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Services with clocks that are wrong, go back and stand still, and what their stamps say all the same. */
class ClocksTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int SERVICES = 3;
    private static final int STEPS = 400;
    /** Far enough apart to be in each other's way, and within the bound. */
    private static final int WRONG_BY_MILLIS = 50_000;

    /** A machine whose clock is set by hand. */
    private static final class Clock implements PassingWorld {
        private final World system = new SystemWorld();
        private final AtomicLong millis;

        Clock(long millis) {
            this.millis = new AtomicLong(millis);
        }

        @Override
        public World world() {
            return system;
        }

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(millis.get());
        }
    }

    /** A service, and how many events of each service are among the causes of what it does next. */
    private static final class Service {
        private final int number;
        private final Clock clock;
        private final MemoryDisk disk = new MemoryDisk();
        private final int[] causes = new int[SERVICES];
        private LogStore store;

        Service(int number, long millis) {
            this.number = number;
            clock = new Clock(millis);
            store = LogStore.open(clock, disk, LogSettings.SMALL);
        }

        void restart() {
            close();
            store = LogStore.open(clock, disk, LogSettings.SMALL);
        }

        void close() {
            store.close();
            disk.close();
        }

        Known append(Append append) {
            causes[number]++;
            var at = ((Committed) store.append(append)).last();
            var event = store.read(Query.ALL, new Position(at.lineage(), at.number() - 1), Direction.FORWARDS).next()
                    .orElseThrow();
            return new Known(event, causes.clone());
        }

        void knows(Known event) {
            for (int i = 0; i < SERVICES; i++) {
                causes[i] = Math.max(causes[i], event.causes[i]);
            }
        }
    }

    private record Known(StoredEvent event, int[] causes) {

        /** As vectors of counts say, which know all that led to what and nothing else. */
        boolean ledTo(Known other) {
            return IntStream.range(0, SERVICES).allMatch(i -> causes[i] <= other.causes[i])
                    && IntStream.range(0, SERVICES).anyMatch(i -> causes[i] < other.causes[i]);
        }
    }

    private static Append happened() {
        return Append.of(List.of(NewEvent.of("happened", 1, List.of(), "{}".getBytes(StandardCharsets.UTF_8))),
                Origin.of("urn:service"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_led_to_something_has_the_lesser_stamp_whatever_the_clocks_say(long seed) {
        var chance = new Random(seed);
        var services = IntStream.range(0, SERVICES)
                .mapToObj(i -> new Service(i, START.toEpochMilli() + chance.nextInt(WRONG_BY_MILLIS))).toList();
        var events = new ArrayList<Known>();
        long latest = 0;
        for (int step = 0; step < STEPS; step++) {
            var service = services.get(chance.nextInt(SERVICES));
            switch (chance.nextInt(10)) {
                case 0 -> service.restart();
                case 1 -> service.clock.millis.set(START.toEpochMilli() + chance.nextInt(WRONG_BY_MILLIS));
                case 2 -> service.clock.millis.addAndGet(chance.nextInt(20));
                case 3, 4, 5 -> events.add(service.append(happened()));
                default -> {
                    if (!events.isEmpty()) {
                        var heard = events.get(chance.nextInt(events.size()));
                        service.knows(heard);
                        events.add(service.append(chance.nextBoolean() ? received(heard, step)
                                : happened().causedAt(heard.event.stamp())));
                    }
                }
            }
            latest = Math.max(latest, service.clock.millis.get());
        }
        services.forEach(service -> service.close());
        assertThat(events).hasSizeGreaterThan(STEPS / 2);
        for (var one : events) {
            assertThat(one.event.stamp().millis()).as("ahead of all clocks").isLessThanOrEqualTo(latest);
            for (var other : events) {
                if (one.ledTo(other)) {
                    assertThat(one.event.stamp()).as("seed %d", seed).isLessThan(other.event.stamp());
                }
            }
        }
    }

    /** As it comes from the wire; under another id, since the store would know it if it came twice. */
    private static Append received(Known heard, int step) {
        var json = new String(CloudEvents.write(heard.event), StandardCharsets.UTF_8)
                .replace("\"id\":\"", "\"id\":\"" + step + "-");
        return CloudEvents.read(json.getBytes(StandardCharsets.UTF_8)).append();
    }

    @Test
    void a_cloud_event_carries_its_stamp_there_and_back() {
        var service = new Service(0, START.toEpochMilli());
        var known = service.append(happened());
        assertThat(known.event.stamp()).isEqualTo(new Stamp(START.toEpochMilli(), 0));
        assertThat(CloudEvents.tree(known.event).path("hlc").asString())
                .isEqualTo(String.valueOf(START.toEpochMilli() * 65_536));
        assertThat(CloudEvents.read(CloudEvents.write(known.event)).stamp()).contains(known.event.stamp());
        var without = CloudEvents.tree(known.event);
        without.remove("hlc");
        assertThat(CloudEvents.read(without).stamp()).isEmpty();
        without.put("hlc", "yesterday");
        assertThatThrownBy(() -> CloudEvents.read(without)).isInstanceOf(BadRequest.class)
                .hasMessage("'hlc' of a CloudEvent is a packed stamp, a decimal number, not yesterday");
        service.close();
    }

    @Test
    void a_stamp_too_far_ahead_is_refused_and_leaves_no_trace() {
        var service = new Service(0, START.toEpochMilli());
        var bound = new Stamp(START.plusSeconds(60).toEpochMilli(), Stamp.COUNTER_MAX);
        var beyond = new Stamp(bound.millis() + 1, 0);
        assertThatThrownBy(() -> service.append(happened().causedAt(beyond))).isInstanceOf(BadRequest.class)
                .hasMessage("what led to this has stamp 2026-03-01T12:01:00.001Z+0, which is PT1M0.001S ahead of this"
                        + " machine's clock; PT1M is the bound: set the clock right that is wrong, there or here, or"
                        + " let LogSettings have another ClockBound");
        assertThatThrownBy(() -> service.store.append(List.of(happened(), happened().causedAt(beyond))))
                .isInstanceOf(BadRequest.class);
        assertThat(service.append(happened()).event.stamp()).isEqualTo(new Stamp(START.toEpochMilli(), 0));
        assertThat(service.append(happened().causedAt(bound)).event.stamp()).isEqualTo(beyond);
        service.close();
    }

    @Test
    void a_stamp_too_far_ahead_is_clamped_where_that_is_said() {
        var settings = LogSettings.SMALL.clock(new ClockBound(Duration.ofSeconds(5), Beyond.CLAMP));
        try (var store = LogStore.open(new Clock(START.toEpochMilli()), new MemoryDisk(), settings)) {
            store.append(happened().causedAt(new Stamp(START.plusSeconds(3_600).toEpochMilli(), 0)));
            store.append(happened());
            var events = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(9);
            assertThat(events).extracting(StoredEvent::stamp).containsExactly(
                    new Stamp(START.plusSeconds(5).toEpochMilli() + 1, 0),
                    new Stamp(START.plusSeconds(5).toEpochMilli() + 1, 1));
        }
        assertThatThrownBy(() -> new ClockBound(Duration.ofSeconds(-1), Beyond.CLAMP)).isInstanceOf(BadRequest.class);
    }
}

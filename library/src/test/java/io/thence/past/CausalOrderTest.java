// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Causality;
import io.thence.Causality.Known;
import io.thence.Causality.Unknown;
import io.thence.Event;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.VectorClock;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which event can have led to which, by what the log says and by vector clocks, and where it cannot be told. */
class CausalOrderTest {

    private static final int EVENTS = 60;
    private static final CompactionSettings AT_ONCE = new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    record Plain(String text) {}

    record Clocked(String text, VectorClock clock) {}

    private final LogStore store = open();
    private final CausalOrder order = new CausalOrder(store);
    private int ids;

    private static LogStore open() {
        return LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Event<?> event(StoredEvent stored, Record data) {
        return new Event<>(stored.id(), stored.position(), stored.type(), stored.version(), stored.stamp(),
                stored.occurred(), stored.origin(), stored.keys(), stored.ordinal(), data);
    }

    private Event<?> append(LogStore to, Origin origin, KeyValue... keys) {
        var event = NewEvent.of("happened", 1, List.of(keys), "{}".getBytes(StandardCharsets.UTF_8))
                .identified(new EventId("e" + ids++));
        var at = ((Appended.Committed) to.append(Append.of(List.of(event), origin))).last();
        return event(to.at(at.number()).orElseThrow(), new Plain("x"));
    }

    private Event<?> append(KeyValue... keys) {
        return append(store, Origin.of("test"), keys);
    }

    private Event<?> caused(String cause, KeyValue... keys) {
        return append(store, Origin.of("test").causedBy(cause), keys);
    }

    private static KeyValue key(int number) {
        return new KeyValue("k", String.valueOf(number));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void it_is_what_causes_and_keys_lead_to_and_nothing_else(long seed) {
        var chance = new Random(seed);
        var events = new ArrayList<Event<?>>();
        var before = new boolean[EVENTS][EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            var keys = IntStream.range(0, chance.nextInt(3)).mapToObj(_ -> key(chance.nextInt(25))).distinct()
                    .toArray(KeyValue[]::new);
            int cause = i == 0 || chance.nextInt(3) > 0 ? -1 : chance.nextInt(i);
            events.add(cause < 0 ? append(keys) : caused(events.get(cause).id().text(), keys));
            for (int j = 0; j < i; j++) {
                if (j == cause || events.get(i).keys().stream().anyMatch(events.get(j).keys()::contains)) {
                    before[j][i] = true;
                    for (int k = 0; k < j; k++) {
                        before[k][i] |= before[k][j];
                    }
                }
            }
        }
        int concurrent = 0;
        for (int i = 0; i < EVENTS; i++) {
            for (int j = 0; j < EVENTS; j++) {
                var expected = i == j ? Known.SAME
                        : before[i][j] ? Known.BEFORE : before[j][i] ? Known.AFTER : Known.CONCURRENT;
                assertThat(order.between(events.get(i), events.get(j))).as("%s and %s of seed %s", i, j, seed)
                        .isEqualTo(expected);
                concurrent += expected == Known.CONCURRENT ? 1 : 0;
            }
        }
        assertThat(concurrent).isBetween(EVENTS, EVENTS * (EVENTS - 1) - EVENTS);
    }

    private static String why(Causality causality) {
        return ((Unknown) causality).why();
    }

    @Test
    void what_led_elsewhere_and_back_is_unknown_and_not_concurrent() {
        var one = append(key(1));
        var other = caused("elsewhere-7", key(2));
        var third = caused(other.id().text(), key(3));
        assertThat(why(order.between(one, third))).contains("elsewhere-7").contains(other.id().text());
        assertThat(why(order.between(third, one))).contains("elsewhere-7");
        assertThat(order.between(other, third)).isEqualTo(Known.BEFORE);
    }

    @Test
    void a_cause_that_is_before_the_earlier_one_tells_nothing_of_it() {
        var first = append(key(1));
        var one = append(key(2));
        var other = caused(first.id().text(), key(3));
        assertThat(order.between(one, other)).isEqualTo(Known.CONCURRENT);
        assertThat(order.between(first, other)).isEqualTo(Known.BEFORE);
    }

    @Test
    void what_was_let_go_of_between_them_is_unknown() {
        var one = append(key(1));
        var link = caused(one.id().text(), key(2));
        var other = append(key(2));
        assertThat(order.between(one, other)).isEqualTo(Known.BEFORE);
        store.append(Append.of(List.of(Truncation.before(key(2), other.position())), Origin.of("test")));
        assertThat(why(order.between(one, other))).contains("k/2");
        assertThat(order.between(one, link)).isEqualTo(Known.BEFORE);
        for (int i = 0; i < 2_000; i++) {
            append(key(100 + i));
        }
        store.compact(AT_ONCE).await(Duration.ofMinutes(1));
        assertThat(store.at(link.position().number())).isEmpty();
        var later = append(key(5));
        assertThat(why(order.between(one, later))).contains("were removed");
        assertThat(why(order.between(link, later))).contains("was removed");
    }

    @Test
    void too_many_in_between_is_unknown() {
        var one = append(key(1));
        var many = NewEvent.of("happened", 1, List.of(key(2)), "{}".getBytes(StandardCharsets.UTF_8));
        store.append(Append.of(Collections.nCopies(CausalOrder.EVENTS_MAX + 1, many), Origin.of("test")));
        var other = append(key(2));
        assertThat(why(order.between(one, other))).contains("10000");
    }

    @Test
    void of_two_logs_it_is_unknown_whatever_the_stamps_say() {
        try (var elsewhere = open()) {
            var one = append(key(1));
            var other = append(elsewhere, Origin.of("test").causedBy(one.id().text()), key(1));
            assertThat(other.stamp()).isGreaterThanOrEqualTo(one.stamp());
            assertThat(why(order.between(one, other))).contains("two logs");
            assertThat(why(new CausalOrder(elsewhere).between(one, other))).contains("two logs");
        }
    }

    private static Event<?> clocked(Event<?> event, VectorClock clock) {
        return new Event<>(event.id(), event.position(), event.type(), event.version(), event.stamp(),
                event.occurred(), event.origin(), event.keys(), event.ordinal(), new Clocked("x", clock));
    }

    @Test
    void vector_clocks_say_it_of_two_logs_and_before_all_else() {
        try (var elsewhere = open()) {
            var here = VectorClock.ZERO.tick("here");
            var there = VectorClock.ZERO.tick("there");
            var one = clocked(append(key(1)), here);
            var two = clocked(append(key(1)), here.tick("here"));
            var other = clocked(append(elsewhere, Origin.of("test"), key(1)), there);
            var after = clocked(append(elsewhere, Origin.of("test"), key(1)), there.merge(here).tick("there"));
            assertThat(order.between(one, other)).isEqualTo(Known.CONCURRENT);
            assertThat(order.between(one, after)).isEqualTo(Known.BEFORE);
            assertThat(order.between(after, one)).isEqualTo(Known.AFTER);
            assertThat(order.between(two, after)).isEqualTo(Known.CONCURRENT);
            assertThat(why(order.between(one, append(elsewhere, Origin.of("test"))))).contains("two logs");
            assertThat(order.between(clocked(one, here), clocked(append(), there))).isEqualTo(Known.CONCURRENT);
            assertThat(why(order.between(one, clocked(two, here)))).contains("tick");
        }
    }
}

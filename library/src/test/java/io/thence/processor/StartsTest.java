// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Start;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An event a second, from the first second on, three in one append. */
class StartsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final class Clock implements PassingWorld {
        private final World world = new SystemWorld();
        private volatile Instant now = NOON;

        @Override
        public World world() {
            return world;
        }

        @Override
        public Instant now() {
            return now;
        }
    }

    private static NewEvent event() {
        return NewEvent.of("ticked", 1, List.of(new KeyValue("clock", "c")), "{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_time_is_before_the_first_event_that_was_stored_then_or_later() {
        var clock = new Clock();
        try (var store = LogStore.open(clock, new MemoryDisk(), LogSettings.SMALL)) {
            assertThat(Starts.after(store, Start.at(NOON))).isZero();
            for (int second = 1; second <= 20; second++) {
                clock.now = NOON.plusSeconds(second);
                store.append(Append.of(List.of(event(), event(), event()), Origin.of("test")));
            }
            assertThat(Starts.after(store, Start.at(NOON))).isZero();
            for (int second = 1; second <= 20; second++) {
                long before = 3L * (second - 1);
                assertThat(Starts.after(store, Start.at(NOON.plusSeconds(second)))).isEqualTo(before);
                assertThat(Starts.after(store, Start.at(NOON.plusSeconds(second).minusMillis(1)))).isEqualTo(before);
                assertThat(Starts.after(store, Start.at(NOON.plusSeconds(second).plusMillis(1))))
                        .isEqualTo(before + 3);
            }
            assertThat(Starts.after(store, Start.at(NOON.plusSeconds(21)))).isEqualTo(60);
            assertThat(Starts.after(store, Start.END)).isEqualTo(60);
            assertThat(Starts.after(store, Start.BEGINNING)).isZero();
            assertThat(Starts.after(store, Start.after(new Position(store.lineage(), 7)))).isEqualTo(7);
        }
    }
}

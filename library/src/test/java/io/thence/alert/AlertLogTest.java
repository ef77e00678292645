// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Position;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.Cards.Pay;
import io.thence.bank.Desk;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever is said, and wherever that ends, the log has the word with it up to where all is said. */
class AlertLogTest {

    private static final Instant AT = Instant.parse("2026-03-27T12:00:00Z");
    private static final int EVENTS = 6;

    private final Desk desk = Desk.on(Cards.APPLICATION, LogStore.open(new SystemWorld(), new MemoryDisk(),
            LogSettings.SMALL), 1 << 20);

    @AfterEach
    void close() {
        desk.close();
    }

    /** The store, which fails at an append, the so many-th from now. */
    private EventStore failing(int appends) {
        int[] left = {appends};
        return Arriving.appending(desk.store(), () -> {
            if (--left[0] == 0) {
                throw new IllegalStateException("the power is gone");
            }
        });
    }

    private static Raised raised(long position, int ordinal) {
        return new Raised("declined", position + "-" + ordinal, Cards.declined().severity(), AT, AT, Optional.empty(),
                "t");
    }

    /** How many were said of each event. */
    private Map<Long, Integer> said() {
        var said = new TreeMap<Long, Integer>();
        new AlertRecords(desk.store()).open(Optional.of("declined")).forEach(one ->
                said.merge(Long.parseLong(one.key().substring(0, one.key().indexOf('-'))), 1, Integer::sum));
        return said;
    }

    private long word() {
        return desk.store().checkpoint("declined/watch").upTo();
    }

    private AlertLog log;

    @BeforeEach
    void pay() {
        log = new AlertLog("declined", failing(4)); // the first one takes over
        for (int i = 0; i < EVENTS; i++) {
            desk.send(new Pay("1", 5));
        }
    }

    @Test
    void what_is_too_much_for_one_append_is_said_in_several_each_with_the_word_up_to_where_all_is_said() {
        for (long position = 1; position <= EVENTS; position++) {
            log.causedBy(position);
            for (int i = 0; i < 2_000; i++) {
                log.add(raised(position, i));
            }
            log.looked();
        }
        assertThatThrownBy(() -> log.say(EVENTS)).isInstanceOf(IllegalStateException.class);
        assertThat(said()).containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 2_000, 2L, 2_000, 3L, 2_000,
                4L, 2_000)));
        assertThat(word()).isEqualTo(4);
        log.say(EVENTS);
        assertThat(said()).hasSize(EVENTS).allSatisfy((_, all) -> assertThat(all).isEqualTo(2_000));
        assertThat(word()).isEqualTo(EVENTS);
    }

    @Test
    void what_time_alone_has_turned_is_said_in_parts_after_what_was_looked_at() {
        log.causedBy(3);
        log.add(raised(3, 0));
        log.looked();
        for (int i = 1; i < 9_000; i++) {
            log.add(raised(3, i));
        }
        assertThatThrownBy(() -> log.say(EVENTS)).isInstanceOf(IllegalStateException.class);
        assertThat(said().get(3L)).isEqualTo(5_000);
        assertThat(word()).isEqualTo(3);
    }

    @Test
    void what_is_given_up_is_not_said_and_where_it_has_come_neither() {
        log.causedBy(3);
        log.add(raised(3, 0));
        log.giveUp();
        log.say(EVENTS);
        assertThat(said()).isEmpty();
        assertThat(word()).isZero();
    }

    @Test
    void no_two_that_turn_have_the_same_id_whatever_is_said_between() {
        log.add(raised(1, 0));
        log.causedBy(1);
        log.add(raised(1, 1));
        log.looked();
        log.add(raised(1, 1));
        log.say(1);
        log.add(raised(1, 1));
        log.say(EVENTS);
        var next = new AlertLog("declined", desk.store());
        next.add(raised(1, 1));
        next.say(EVENTS);
        try (var events = desk.store().read(Query.keys(AlertEvent.all("declined")),
                new Position(desk.store().lineage(), 0), Direction.FORWARDS)) {
            assertThat(events.list(9)).extracting(event -> event.id().text()).isEqualTo(List.of(
                    "declined/1-0/0.0/raised", "declined/1-1/1.0/raised", "declined/1-1/1.1/raised",
                    "declined/1-1/1.2/raised", "declined/1-1/10.0/raised"));
        }
    }
}

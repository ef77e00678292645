// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.LagEnded;
import io.thence.SystemEvent.LagOver;
import io.thence.ThenceException.Stopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Latches;
import io.thence.event.SystemStream;
import io.thence.log.LogSettings;
import io.thence.store.Lag;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Too much lag is told once, and once when it is half of that again. */
class LagWatchTest {

    private final List<SystemEvent> told = new ArrayList<>();

    private static Lag lag(long events, long seconds) {
        return new Lag(events, Duration.ofSeconds(seconds));
    }

    private List<SystemEvent> told(Supervision bounds, Lag... lags) {
        var next = List.of(lags).iterator();
        var watch = new LagWatch(bounds, List.of("mailer"), _ -> next.next(), told::add);
        while (next.hasNext()) {
            watch.step();
        }
        return told;
    }

    @Test
    void too_many_events_are_told_once_and_half_of_them_too() {
        assertThat(told(Supervision.DEFAULT.lagEventsMax(10),
                lag(10, 99), lag(11, 1), lag(500, 9), lag(6, 0), lag(11, 0), lag(5, 3), lag(10, 0), lag(12, 2)))
                .containsExactly(new LagOver("mailer", 11, 1_000, 10, 0), new LagEnded("mailer", 5, 3_000),
                        new LagOver("mailer", 12, 2_000, 10, 0));
    }

    @Test
    void what_is_too_old_is_told_and_both_bounds_count() {
        assertThat(told(Supervision.DEFAULT.lagMax(Duration.ofMinutes(1)).lagEventsMax(1),
                lag(1, 60), lag(1, 61), lag(2, 0), lag(1, 0), lag(0, 0)))
                .containsExactly(new LagOver("mailer", 1, 61_000, 1, 60_000), new LagEnded("mailer", 0, 0));
    }

    @Test
    void what_cannot_be_found_out_changes_nothing_and_others_are_looked_at() {
        var lags = Map.of("two", lag(9, 0));
        var watch = new LagWatch(Supervision.DEFAULT.lagEventsMax(1), List.of("one", "two"), part -> {
            if (part.equals("one")) {
                throw new Stopped("closed");
            }
            return lags.get(part);
        }, told::add);
        watch.step();
        watch.step();
        assertThat(told).containsExactly(new LagOver("two", 9, 0, 1, 0));
    }

    @Test
    void nobody_looks_where_nobody_wants_to_know() {
        assertThat(LagWatch.isWanted(Supervision.DEFAULT)).isFalse();
        assertThat(LagWatch.isWanted(Supervision.DEFAULT.lagEventsMax(1))).isTrue();
        assertThat(LagWatch.isWanted(Supervision.DEFAULT.lagMax(Duration.ofSeconds(1)))).isTrue();
    }

    @Test
    void a_part_that_is_held_up_is_in_the_log() {
        var disk = new MemoryDisk();
        var bank = Application.named("bank").with(Bank.EVENTS, Bank.COUNTER);
        try (var running = Thence.run(bank, engine(disk, Supervision.DEFAULT))) {
            List.of("a", "b", "c").forEach(account -> running.send(new Deposit(account, 1)));
        }
        var free = new CountDownLatch(1);
        var letters = Reaction.named("letters").on(Deposited.class, (_, _) -> Latches.await(free));
        try (var running = Thence.run(bank.with(letters), engine(disk, Supervision.DEFAULT.lagEventsMax(2)))) {
            try {
                assertThat(first(running)).isInstanceOfSatisfying(LagOver.class, over -> {
                    assertThat(over.about()).isEqualTo("letters");
                    assertThat(over.events()).isEqualTo(3);
                });
            } finally {
                free.countDown();
            }
        }
    }

    private static SystemEvent first(Thence running) {
        var query = Query.types(SystemStream.TYPES.names());
        var store = running.store();
        var signal = new Signal();
        try (var found = store.subscribe(query, new Position(store.lineage(), 0))) {
            found.wake(signal);
            for (var events = found.poll(10, 1 << 20).events();; events = found.poll(10, 1 << 20).events()) {
                if (!events.isEmpty()) {
                    return SystemStream.TYPES.read(events.getFirst()).orElseThrow();
                }
                assertThat(new SystemWorld().await(signal, Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    private static Engine engine(MemoryDisk disk, Supervision supervision) {
        return new Engine(new SystemWorld(), disk, LogSettings.DEFAULT, 1 << 20).supervision(supervision);
    }
}

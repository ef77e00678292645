// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Alert.Severity;
import io.thence.Application;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.ThenceException.BadRequest;
import io.thence.Watched.Measure;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.alert.Cards.Decline;
import io.thence.alert.Cards.Kept;
import io.thence.alert.Cards.Pay;
import io.thence.alert.Cards.Payment;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Alerts of an application that runs: raised once and over once, whatever starts anew, and told once to each. */
class RunningAlertTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-27T12:00:00Z");

    /** The real world, but for its wall clock, which a test moves on. */
    private record ClockWorld(World world, AtomicReference<Instant> clock) implements PassingWorld {
        @Override
        public Instant now() {
            return clock.get();
        }
    }

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final MemoryDisk disk = new MemoryDisk();
    private final Kept kept = new Kept("kept");

    private Thence run(Alert... alerts) {
        return run(Cards.APPLICATION.with(alerts));
    }

    private Thence run(Application application) {
        return Thence.run(application,
                new Engine(new ClockWorld(new SystemWorld(), clock), disk, LogSettings.SMALL, 1 << 20));
    }

    private void at(int seconds) {
        clock.set(START.plusSeconds(seconds));
    }

    private static void await(Thence thence, Alert alert) {
        assertThat(thence.await(alert, thence.store().head(), LONG)).isTrue();
    }

    /** What happens by time alone is looked at when it is asked how far it is. */
    private static void await(Thence thence, Alert alert, BooleanSupplier met) {
        thence.progress(alert).wake();
        assertThat(thence.progress(alert).await(met, LONG)).isTrue();
    }

    @Test
    void an_alert_is_raised_for_a_key_and_over_when_its_window_has_passed_and_both_are_told_once() {
        var alert = Cards.declined().severity(Severity.CRITICAL).notifying(kept);
        try (var cards = run(alert)) {
            for (int i = 0; i < 3; i++) {
                at(i);
                cards.send(new Decline("1", "tea"));
                cards.send(new Decline("2", i == 0 ? "tea" : "books"));
                cards.send(new Pay("3", 5));
            }
            await(cards, alert);
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("1", "2");
            at(40);
            cards.send(new Decline("2", "tea"));
            at(62);
            await(cards, alert, () -> cards.alerts().open().isEmpty());
            await(cards, alert);
            assertThat(cards.alerts().history(alert, 10)).containsExactly(
                    resolved("2", 61, 2.0), resolved("1", 60, 2.0), raised("2", 2), raised("1", 2));
        }
        assertThat(kept.notices()).extracting(Notice::key).containsExactlyInAnyOrder("1", "2", "1", "2");
        assertThat(kept.notices().stream().filter(one -> one.key().equals("1")).toList()).containsExactly(
                raised("1", 2).notice(), resolved("1", 60, 2.0).notice());
        assertThat(kept.keys()).doesNotHaveDuplicates().allMatch(key -> key.length() == 36);
    }

    private static Raised raised(String key, int seconds) {
        return new Raised("declined", key, Severity.CRITICAL, START.plusSeconds(seconds), START.plusSeconds(seconds),
                Optional.of(3.0), "count in PT1M at least 3.0");
    }

    private static Resolved resolved(String key, int seconds, double value) {
        return new Resolved("declined", key, Severity.CRITICAL, START.plusSeconds(2), START.plusSeconds(seconds),
                Optional.of(value), "count in PT1M at least 3.0");
    }
}

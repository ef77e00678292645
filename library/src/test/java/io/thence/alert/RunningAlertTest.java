// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Alert.Severity;
import io.thence.Application;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.ThenceException.BadRequest;
import io.thence.Watched.Measure;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.alert.Cards.Decline;
import io.thence.alert.Cards.Kept;
import io.thence.alert.Cards.Pay;
import io.thence.alert.Cards.Payment;
import io.thence.bank.PassingWorld;
import io.thence.event.Json;
import io.thence.event.SystemStream;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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

    private static void decline(Thence cards, String... numbers) {
        for (var card : numbers) {
            cards.send(new Decline(card, "tea"));
        }
    }

    @Test
    void what_is_raised_stays_so_over_a_start_and_what_has_passed_meanwhile_is_over_as_of_then() {
        var alert = Cards.declined().notifying(kept);
        try (var cards = run(alert)) {
            decline(cards, "1", "1", "1");
            await(cards, alert);
            assertThat(cards.alerts().open(alert)).hasSize(1);
        }
        at(30);
        try (var cards = run(alert)) {
            await(cards, alert, () -> cards.store().head().number() >= 4);
            await(cards, alert);
            assertThat(cards.alerts().open()).extracting(Raised::at).containsExactly(START);
            decline(cards, "1", "2");
            await(cards, alert);
        }
        at(300);
        try (var cards = run(alert)) {
            await(cards, alert, () -> cards.alerts().open().isEmpty());
            await(cards, alert);
            assertThat(cards.alerts().history(alert, 10)).extracting(AlertEvent::at)
                    .containsExactly(START.plusSeconds(60), START);
        }
        assertThat(kept.notices()).extracting(Notice::isRaised).containsExactly(true, false);
    }

    @Test
    void what_was_raised_long_ago_and_holds_no_more_is_over_when_it_has_not_held_for_so_long_whatever_starts_anew() {
        var much = Alert.named("much").on(Payment.Paid.class).by(Cards.CARD).latest(Payment.Paid::cents).over(50)
                .overAfter(Duration.ofMinutes(5)).notifying(kept);
        var silent = Alert.named("silent").on(Payment.class).by(Cards.CARD).absent(Duration.ofSeconds(20))
                .overAfter(Duration.ofSeconds(15)).notifying(kept);
        var alerts = List.of(much, silent);
        try (var cards = run(much, silent)) {
            cards.send(new Pay("1", 60));
            at(30);
            alerts.forEach(alert -> await(cards, alert, () -> cards.alerts().open(alert).size() == 1));
            at(5_985);
            cards.send(new Pay("2", 60));
            at(6_000);
            cards.send(new Pay("1", 40));
            at(6_005);
            alerts.forEach(alert -> await(cards, alert, () -> cards.alerts().open(alert).size() == 2));
            alerts.forEach(alert -> await(cards, alert));
        }
        at(6_010);
        try (var cards = run(much, silent)) {
            alerts.forEach(alert -> await(cards, alert));
            assertThat(cards.alerts().open()).extracting(Raised::alert)
                    .containsExactly("much", "silent", "much", "silent");
        }
        at(7_000);
        try (var cards = run(much, silent)) {
            await(cards, much, () -> cards.alerts().history(much, 9).size() == 3);
            await(cards, silent, () -> cards.alerts().history(silent, 9).size() == 4);
            assertThat(cards.alerts().history(much, 9).getFirst().at()).isEqualTo(START.plusSeconds(6_300));
            assertThat(cards.alerts().history(silent, 9)).extracting(AlertEvent::at)
                    .containsExactly(START.plusSeconds(6_020), START.plusSeconds(6_015),
                            START.plusSeconds(6_005), START.plusSeconds(20));
        }
    }

    @Test
    void what_another_rule_turns_at_a_start_is_told_each_time() {
        for (int bound : List.of(5, 50, 5, 50)) {
            var alert = Alert.named("much").on(Payment.Paid.class).latest(Payment.Paid::cents).over(bound)
                    .lasting(Duration.ofMinutes(2)).notifying(kept);
            try (var cards = run(alert)) {
                if (cards.store().head().number() == 0) {
                    cards.send(new Pay("1", 20));
                    await(cards, alert);
                    at(120);
                }
                await(cards, alert, () -> cards.alerts().open().isEmpty() == (bound == 50));
                await(cards, alert);
            }
        }
        assertThat(kept.notices()).extracting(Notice::isRaised).containsExactly(true, false, true, false);
        assertThat(kept.keys()).doesNotHaveDuplicates();
    }

    @Test
    void a_new_alert_knows_what_has_happened_within_its_window_and_nothing_before() {
        try (var cards = run()) {
            decline(cards, "1", "1", "1");
            at(100);
            decline(cards, "2", "2", "2");
        }
        var alert = Cards.declined();
        at(110);
        try (var cards = run(alert)) {
            await(cards, alert, () -> !cards.alerts().open().isEmpty());
            assertThat(cards.alerts().history(alert, 10)).extracting(AlertEvent::key).containsExactly("2");
        }
    }

    @Test
    void a_key_is_missed_once_it_was_there_and_until_it_comes_again() {
        var alert = Alert.named("silent").on(Payment.class).by(Cards.CARD).absent(Duration.ofSeconds(20));
        try (var cards = run(alert)) {
            cards.send(new Pay("1", 5));
            at(15);
            cards.send(new Pay("2", 5));
            await(cards, alert);
            at(20);
            await(cards, alert, () -> !cards.alerts().open().isEmpty());
        }
        at(30);
        try (var cards = run(alert)) {
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("1");
            cards.send(new Pay("1", 5));
            await(cards, alert);
            assertThat(cards.alerts().open()).isEmpty();
            at(35);
            await(cards, alert, () -> !cards.alerts().open().isEmpty());
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("2");
            assertThat(cards.alerts().open().getFirst().value()).contains(20.0);
        }
        at(5_000);
        try (var cards = run(alert)) {
            cards.send(new Pay("3", 5));
            await(cards, alert);
        }
        try (var cards = run(alert)) { // what the first ones were raised by is too long ago to be read again
            cards.send(new Pay("2", 5));
            await(cards, alert);
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("1");
        }
    }

    @Test
    void numbers_ratios_and_changes_are_compared_over_windows() {
        var much = Alert.named("much").on(Payment.Paid.class).by(Cards.CARD)
                .sum(Payment.Paid::cents, Cards.MINUTE).over(100);
        var bad = Alert.named("bad").on(Payment.class).ratio(Payment.Declined.class::isInstance, Cards.MINUTE)
                .least(4).atLeast(0.5);
        var more = Alert.named("more").on(Payment.class).count(Cards.MINUTE).moreThanBeforeByPart().atLeast(1);
        try (var cards = run(much, bad, more)) {
            cards.send(new Pay("1", 60));
            decline(cards, "1", "1");
            at(70);
            cards.send(new Pay("1", 60));
            cards.send(new Pay("2", 100));
            decline(cards, "1", "1");
            cards.send(new Pay("1", 41));
            for (var alert : List.of(much, bad, more)) {
                await(cards, alert);
            }
            assertThat(cards.alerts().history(much, 9)).extracting(AlertEvent::key, one -> one.value().orElseThrow())
                    .containsExactly(tuple("1", 101.0));
            assertThat(cards.alerts().history(bad, 9)).extracting(one -> one.value().orElseThrow())
                    .as("raised by the fourth, over by the fifth").containsExactly(0.4, 0.5);
            assertThat(cards.alerts().open(more)).isEmpty();
            decline(cards, "9");
            await(cards, more);
            assertThat(cards.alerts().open(more)).extracting(Raised::key, one -> one.value().orElseThrow())
                    .containsExactly(tuple(Alert.ALL, 1.0));
        }
    }

    @Test
    void keys_that_wait_for_a_dead_letter_raise_an_alert_until_none_does() {
        var isMended = new AtomicBoolean();
        var mailer = Reaction.named("mailer").policy(Policy.DEFAULT.attempts(1)).on(Payment.Declined.class, (_, _) -> {
            if (!isMended.get()) {
                throw new IllegalStateException("no mail");
            }
        });
        var alert = Alert.named("waiting").of(Measure.WAITING_KEYS, mailer).every(Duration.ofMillis(100)).latest()
                .atLeast(2).notifying(kept);
        try (var cards = run(Cards.APPLICATION.with(mailer, alert))) {
            decline(cards, "1", "2");
            cards.await(mailer, cards.store().head(), LONG);
            at(1);
            await(cards, alert, () -> !cards.alerts().open().isEmpty());
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("mailer");
            isMended.set(true);
            cards.deadLetters(mailer).retryAll("test", "mended");
            assertThat(cards.deadLetters(mailer).await(LONG)).isTrue();
            at(2);
            await(cards, alert, () -> cards.alerts().open().isEmpty());
            await(cards, alert);
        }
        assertThat(kept.notices()).extracting(Notice::isRaised).containsExactly(true, false);
    }

    @Test
    void what_happens_to_the_system_is_looked_at_by_the_part_that_it_is_about() {
        var alert = Alert.named("open").onSystem(BreakerChanged.class)
                .latest(changed -> changed.to() == BreakerState.OPEN ? 1 : 0).over(0).lasting(Cards.MINUTE);
        try (var cards = run(alert)) {
            changed(cards, "mailer", BreakerState.OPEN);
            changed(cards, "printer", BreakerState.OPEN);
            at(59);
            changed(cards, "printer", BreakerState.CLOSED);
            await(cards, alert);
            at(60);
            await(cards, alert, () -> !cards.alerts().open().isEmpty());
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("mailer");
        }
    }

    private static void changed(Thence thence, String about, BreakerState to) {
        var event = new BreakerChanged(about, BreakerState.CLOSED, to, "");
        thence.store().append(Append.of(List.of(NewEvent.of("thence.breaker-changed", 1,
                List.of(SystemStream.filed(about)), Json.write(event))), Origin.of("test")));
    }

    @Test
    void a_notifier_that_fails_is_called_again_under_one_key_and_keeps_no_other_from_being_told() throws Exception {
        var keys = new CopyOnWriteArrayList<String>();
        var others = new CopyOnWriteArrayList<Integer>();
        var told = new CountDownLatch(3);
        var lame = new Notifier() {
            @Override
            public String name() {
                return "lame";
            }

            @Override
            public void notify(String key, Notice notice) throws IOException {
                keys.add(key);
                others.add(kept.notices().size());
                told.countDown();
                if (keys.size() < 3) {
                    throw new IOException("not now");
                }
            }
        };
        var alert = Cards.declined().notifying(lame, kept)
                .policy(Policy.DEFAULT.resting(Duration.ofMillis(1), Duration.ofMillis(2)));
        try (var cards = run(alert)) {
            decline(cards, "1", "1", "1");
            assertThat(told.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await(cards, alert);
            assertThat(kept.notices()).hasSize(1);
            assertThat(cards.deadLetters(alert).list()).isEmpty();
        }
        assertThat(others).as("told by then").containsExactly(0, 1, 1);
        assertThat(keys).hasSize(3).containsOnly(keys.getFirst()).isNotEqualTo(kept.keys());
    }

    @Test
    void of_more_keys_than_it_may_know_the_one_that_was_seen_longest_ago_is_forgotten_and_over() {
        var alert = Cards.declined().keysMax(2);
        try (var cards = run(alert)) {
            decline(cards, "1", "1", "1", "2", "3");
            await(cards, alert);
            assertThat(cards.alerts().open()).isEmpty();
            assertThat(cards.alerts().forgotten(alert)).isEqualTo(1);
            assertThat(cards.alerts().history(alert, 9)).extracting(AlertEvent::text)
                    .containsExactly("forgotten, since there are more than 2 keys", alert.rule().text());
        }
    }

    @Test
    void what_is_no_alert_here_is_refused() {
        try (var cards = run(Cards.declined())) {
            var other = Alert.named("other").on(Payment.class).absent(Cards.MINUTE);
            assertThatThrownBy(() -> cards.alerts().open(other)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("'other' is no alert that runs here");
            assertThatThrownBy(() -> cards.alerts().history(Cards.declined(), 0)).isInstanceOf(BadRequest.class);
        }
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

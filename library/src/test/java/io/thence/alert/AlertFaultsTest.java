// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Deployment;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Supervision;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.Cards.Decline;
import io.thence.alert.Cards.Kept;
import io.thence.alert.Cards.Pay;
import io.thence.alert.Cards.Payment;
import io.thence.log.LogSettings;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What fails about an alert: its rule's functions, and those who are to be told. */
class AlertFaultsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryDisk disk = new MemoryDisk();

    private Engine engine() {
        return new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20)
                .supervision(Supervision.DEFAULT.resting(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    @Test
    void an_event_that_the_rules_functions_throw_at_is_passed_over_and_counted_once() {
        var failures = new AtomicInteger();
        var alert = Alert.named("odd").on(Payment.Paid.class).by(Cards.CARD).where(paid -> {
            if (paid.cents() == 13) {
                throw new IllegalStateException("unlucky");
            }
            if (paid.cents() == 7 && failures.incrementAndGet() == 1) {
                throw new StackOverflowError("and the watch begins again");
            }
            return true;
        }).max(paid -> 100.0 / paid.cents(), Cards.MINUTE).over(10);
        try (var cards = run(alert)) {
            cards.send(new Pay("1", 0));
            cards.send(new Pay("1", 13));
            cards.send(new Pay("1", 7));
            awaitAll(cards, alert);
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("1");
            assertThat(cards.alerts().failed(alert)).isEqualTo(2);
            assertThat(cards.health().live()).isTrue();
        }
    }

    @Test
    void an_error_of_a_rules_function_restarts_the_alert_which_gives_up_where_that_does_not_help() {
        var alert = Alert.named("deep").on(Payment.Paid.class).where(_ -> {
            throw new StackOverflowError("for ever");
        }).count(Cards.MINUTE).atLeast(1);
        try (var cards = run(alert)) {
            var paid = cards.send(new Pay("1", 5)).position();
            assertThatThrownBy(() -> cards.await(alert, paid, LONG)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("alert 'deep' stopped for good").hasMessageContaining("StackOverflowError");
            assertThat(cards.health().live()).isFalse();
            assertThat(cards.health().reasons()).singleElement().asString()
                    .contains("alert 'deep' has given up after 8 restarts");
        }
    }

    private static Alert high(String name) {
        return Alert.named(name).on(Payment.Paid.class).by(Cards.CARD).latest(Payment.Paid::cents).over(10);
    }

    @Test
    void an_alert_that_no_code_has_any_more_stays_raised_and_goes_on_where_it_was_when_it_comes_back() {
        var old = high("old");
        var other = high("other");
        try (var cards = run(old, other)) {
            cards.send(new Pay("1", 20));
            cards.send(new Pay("2", 20));
            awaitAll(cards, old, other);
            assertThat(cards.alerts().open()).hasSize(4);
            assertThat(cards.alerts().unwatched()).isEmpty();
        }
        try (var cards = run(other)) {
            cards.send(new Pay("3", 20));
            cards.send(new Pay("2", 1));
            awaitAll(cards, other);
            assertThat(cards.alerts().open()).extracting(Raised::key).containsExactly("1", "3");
            assertThat(cards.alerts().unwatched()).extracting(Raised::alert).containsExactly("old", "old");
            assertThat(cards.alerts().unwatched()).extracting(Raised::key).containsExactly("1", "2");
        }
        try (var cards = run(old, other)) {
            awaitAll(cards, old, other);
            assertThat(cards.alerts().open(old)).extracting(Raised::key).containsExactly("1", "3");
            assertThat(new AlertRecords(cards.store()).history(Optional.of("old"), 9)).hasSize(4);
        }
    }

    @Test
    void what_no_code_has_any_more_is_over_when_somebody_says_so_and_nothing_is_missed_when_it_comes_back() {
        var old = high("old");
        try (var cards = run(old)) {
            cards.send(new Pay("1", 20));
            cards.send(new Pay("2", 20));
            awaitAll(cards, old);
            assertThatThrownBy(() -> cards.alerts().end("old", "carl", "gone")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("alert 'old' runs");
        }
        var paid = Instant.MAX;
        try (var cards = run()) {
            var at = cards.send(new Pay("3", 20)).position();
            assertThatThrownBy(() -> cards.alerts().end("old", "carl", " ")).isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> cards.alerts().end("odl", "carl", "gone")).isInstanceOf(BadRequest.class)
                    .hasMessage("nothing is raised by an alert 'odl': 'thence alerts' lists what is");
            paid = cards.store().at(at.number()).orElseThrow().stamp().instant();
            assertThat(cards.alerts().end("old", "carl", "gone")).isEqualTo(2);
            assertThat(cards.alerts().unwatched()).isEmpty();
            assertThat(new AlertRecords(cards.store()).history(Optional.of("old"), 2)).allSatisfy(one -> {
                assertThat(one.raises()).isFalse();
                assertThat(one.text()).isEqualTo("ended by carl: gone");
            });
        }
        try (var cards = run(old)) {
            awaitAll(cards, old);
            assertThat(cards.alerts().open(old)).last().extracting(Raised::key, Raised::at)
                    .containsExactly("3", paid);
        }
    }

    @Test
    void an_application_that_is_run_alone_over_a_shared_store_leaves_the_alerts_of_the_others_as_they_are() {
        var told = new Kept("kept");
        var alert = high("high").notifying(told);
        var cards = Cards.APPLICATION.with(alert);
        var other = Application.named("other").with(Cards.EVENTS);
        var street = Deployment.named("street").with(cards, other);
        try (var all = Deployed.run(street, engine())) {
            all.of("cards").send(new Pay("1", 20));
            awaitAll(all.of("cards"), alert);
            assertThat(all.of("other").alerts().unwatched()).as("it is the other one's").isEmpty();
        }
        try (var alone = Thence.run(other, engine())) {
            assertThat(alone.alerts().unwatched()).extracting(Raised::key).containsExactly("1");
        }
        try (var all = Deployed.run(street, engine())) {
            awaitAll(all.of("cards"), alert);
            assertThat(all.of("cards").alerts().open(alert)).extracting(Raised::key).containsExactly("1");
        }
        assertThat(told.notices()).extracting(Notice::isRaised).containsExactly(true);
    }

    private static Notifier failing(Exception failure) {
        return new Notifier() {
            @Override
            public String name() {
                return "lame";
            }

            @Override
            public void notify(String key, Notice notice) throws Exception {
                throw failure;
            }
        };
    }

    @Test
    void an_alert_that_has_stopped_is_a_reason_of_health() {
        var alert = Cards.declined().notifying(failing(new IllegalStateException("no mail")))
                .policy(Policy.DEFAULT.on(IllegalStateException.class, Action.STOP));
        try (var cards = run(alert)) {
            for (int i = 0; i < 3; i++) {
                cards.send(new Decline("1", "tea"));
            }
            assertThatThrownBy(() -> cards.progress(alert).await(() -> false, LONG)).isInstanceOf(PartStopped.class);
            assertThat(cards.health().live()).isTrue();
            assertThat(cards.health().ready()).isFalse();
            assertThat(cards.health().reasons()).singleElement().asString().startsWith("alert 'declined' ")
                    .contains("stopped");
        }
    }

    @Test
    void who_is_interrupted_tells_nobody_else() {
        var kept = new Kept("kept");
        var slow = new Notifier() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public void notify(String key, Notice notice) throws InterruptedException {
                new CountDownLatch(1).await();
            }
        };
        var alert = Cards.declined().notifying(slow, kept)
                .policy(Policy.DEFAULT.attempts(1).timeLimit(Duration.ofMillis(50)));
        try (var cards = run(alert)) {
            for (int i = 0; i < 3; i++) {
                cards.send(new Decline("1", "tea"));
            }
            awaitAll(cards, alert);
            assertThat(cards.deadLetters(alert).list()).hasSize(1);
        }
        assertThat(kept.notices()).isEmpty();
    }

    private Thence run(Alert... alerts) {
        return Thence.run(Cards.APPLICATION.with(alerts), engine());
    }

    private static void awaitAll(Thence cards, Alert... alerts) {
        for (var alert : alerts) {
            assertThat(cards.await(alert, cards.store().head(), LONG)).isTrue();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Watched.Measure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is wrong with an alert is found before it starts, and it stands in drawings. */
class AlertChecksTest {

    record Pay(String card) {}

    record Paid(String card, long cents, String holder) {}

    record Stray(String card) {}

    private static final Key<String> CARD = Key.of("card");
    private static final Key<String> SHOP = Key.of("shop");
    private static final Events<Paid> EVENTS = Events.of(Paid.class)
            .type("card.paid", Paid.class, CARD.of(Paid::card)).personal(Paid.class, CARD, "holder");
    private static final Decider<Pay, Paid> PAYING = Decider.of(Pay.class, EVENTS)
            .decide(c -> accept(new Paid(c.card(), 1, "anna")));
    private static final Reaction MAILER = Reaction.named("mailer").on(Paid.class, (_, _) -> {});
    private static final Application APPLICATION = Application.named("cards").with(EVENTS, PAYING, MAILER);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static List<String> check(Alert... alerts) {
        return APPLICATION.with(alerts).check().stream()
                .map(problem -> problem.where() + ": " + problem.what()).toList();
    }

    private static Alerting.On<Paid> on() {
        return Alert.named("bad").on(Paid.class);
    }

    private static Alert sound() {
        return Alert.named("many").on(Paid.class).by(CARD).count(MINUTE).atLeast(3);
    }

    @Test
    void sound_alerts_have_no_problems() {
        assertThat(check(sound().lasting(MINUTE).overAfter(MINUTE),
                Alert.named("none").on(Paid.class).absent(MINUTE),
                Alert.named("lags").of(Measure.LAG_SECONDS, MAILER).latest().over(60),
                Alert.named("restless").onSystem(SystemEvent.class).count(MINUTE).over(2))).isEmpty();
    }

    @Test
    void windows_and_times_that_are_none_are_told() {
        assertThat(check(on().count(Duration.ZERO).over(1))).containsExactly("alert bad: its window is PT0S");
        assertThat(check(on().count(Duration.ofDays(32)).over(1))).containsExactly("alert bad: its window is PT768H");
        assertThat(check(on().absent(Duration.ZERO))).containsExactly("alert bad: it is absent for PT0S");
        assertThat(check(on().count(MINUTE).over(1).lasting(MINUTE.negated())))
                .containsExactly("alert bad: it is lasting for PT-1M");
        assertThat(check(on().count(MINUTE).over(1).overAfter(Duration.ofDays(32)))).singleElement().asString()
                .startsWith("alert bad: it is over after");
        assertThat(check(Alert.named("bad").of(Measure.BUFFER, MAILER).every(Duration.ZERO).latest().over(1)))
                .containsExactly("alert bad: it looks at parts every PT0S");
    }

    @Test
    void rules_that_say_nothing_are_told() {
        assertThat(check(on().count(MINUTE).over(Double.NaN))).containsExactly("alert bad: its bound is NaN");
        assertThat(check(on().count(MINUTE).least(-1).over(1))).singleElement().asString().contains("-1 events");
        assertThat(check(on().latest(_ -> 1).least(2).over(1))).anyMatch(what -> what.contains("2 events at least"));
        assertThat(check(Alert.named("bad").of(Measure.BUFFER, MAILER).latest().moreThanBefore().over(1)))
                .singleElement().asString().contains("with a window before");
        assertThat(check(on().count(MINUTE).over(1).keysMax(0))).singleElement().asString().contains("0 keys");
    }

    @Test
    void what_is_not_there_is_told() {
        assertThat(check(Alert.named("bad").on(Stray.class).count(MINUTE).over(1)))
                .containsExactly("alert bad: Stray is no event of the application");
        assertThat(check(on().by(SHOP).count(MINUTE).over(1)))
                .containsExactly("alert bad: card.paid is not filed under 'shop', so it is never seen there");
        var other = Reaction.named("other").on(Paid.class, (_, _) -> {});
        assertThat(check(Alert.named("bad").of(Measure.RUNNING, other).latest().under(1)))
                .containsExactly("alert bad: 'other' is no part of the application");
        assertThat(check(Alert.named("bad").of(Measure.RUNNING, PAYING).latest().under(1))).singleElement().asString()
                .contains("takes no events in");
        assertThat(check(Alert.named("bad").of(Measure.RUNNING).latest().under(1)))
                .containsExactly("alert bad: it looks at no part");
    }

    @Test
    void a_number_of_what_is_personal_is_warned_of() {
        assertThat(check(on().sum(Paid::cents, MINUTE).over(5))).containsExactly(
                "alert bad: it keeps a number of card.paid, of which holder is personal, in clear");
    }

    @Test
    void it_has_a_name_of_its_own_and_so_have_its_notifiers() {
        assertThat(check(sound(), sound().lasting(MINUTE))).containsExactly("many: two parts have this name");
        assertThat(check(sound().notifying(Notifier.LOG, Notifier.LOG)))
                .containsExactly("alert many: two of its notifiers have the name 'log'");
        assertThatThrownBy(() -> Alert.named("Not so").on(Paid.class).absent(MINUTE))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("alert name");
        assertThatThrownBy(() -> Alert.named("system").onSystem(SystemEvent.class).by(CARD))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("drop by(..)");
    }

    @Test
    void it_knows_where_it_is_declared_and_stands_in_drawings() {
        assertThat(sound().declared().toString()).contains("AlertChecksTest.java");
        var flow = APPLICATION.with(sound()).describe();
        assertThat(flow.arrows()).contains(new Description.Arrow(
                new Description.Box(Description.Kind.EVENT, "card.paid"),
                new Description.Box(Description.Kind.ALERT, "many")));
        assertThat(flow.mermaid()).contains("{\"many\"}:::alert").contains("classDef alert ");
    }
}

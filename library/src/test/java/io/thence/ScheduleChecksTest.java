// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is wrong with a schedule is found before it starts, and it stands in drawings. */
class ScheduleChecksTest {

    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    sealed interface Night {
        record Closed(String day) implements Night {}

        record Rung(String day) implements Night {}

        record Invited(String guest, String address) implements Night {}
    }

    record Close(String day) {}

    private static final Key<String> DAY = Key.of("day");
    private static final Key<String> GUEST = Key.of("guest");
    private static final Events<Night> EVENTS = Events.of(Night.class)
            .type("day.closed", Night.Closed.class, DAY.of(Night.Closed::day))
            .type("bell.rung", Night.Rung.class, DAY.of(Night.Rung::day))
            .type("guest.invited", Night.Invited.class, GUEST.of(Night.Invited::guest))
            .personal(Night.Invited.class, GUEST, "address");
    private static final Decider<Close, Night> CLOSING = Decider.of(Close.class, EVENTS).writing(Night.Closed.class)
            .decide(c -> Decision.accept(new Night.Closed(c.day())));
    private static final Schedule NIGHTLY = Schedule.named("nightly").cron("0 3 * * *", PRAGUE)
            .sending(Close.class, due -> new Close(due.toString()));
    private static final Schedule BELL = Schedule.named("bell").cron("0 12 * * *", PRAGUE)
            .bringing(Night.Rung.class, due -> new Night.Rung(due.toString()));
    private static final Reaction LISTENER = Reaction.named("listener").on(Night.Rung.class, (_, _) -> {});

    private static List<String> check(Part... parts) {
        var all = new ArrayList<Part>(List.of(EVENTS, CLOSING));
        all.addAll(List.of(parts));
        return Application.named("nights").with(all.toArray(Part[]::new)).check().stream()
                .map(problem -> problem.where() + ": " + problem.what()).toList();
    }

    @Test
    void sound_schedules_have_no_problems_and_bring_what_is_read() {
        assertThat(check(NIGHTLY, BELL, LISTENER, Schedule.named("asked").sending(Close.class))).isEmpty();
        assertThat(check(LISTENER)).singleElement().asString().contains("bell.rung");
    }

    @Test
    void what_is_no_cron_expression_or_never_comes_is_told() {
        var bad = Schedule.named("bad").cron("60 3 * * *", PRAGUE).sending(Close.class, _ -> new Close("x"));
        assertThat(check(bad)).singleElement().asString()
                .startsWith("schedule bad: '60 3 * * *' is no cron expression: ").contains("60");
        var never = Schedule.named("never").cron("0 0 30 2 *", PRAGUE).sending(Close.class, _ -> new Close("x"));
        assertThat(check(never)).containsExactly("schedule never: the times of '0 0 30 2 *' never come");
    }

    @Test
    void what_nothing_decides_or_knows_is_told() {
        record Stray(String day) {}
        assertThat(check(Schedule.named("stray").sending(Stray.class)))
                .containsExactly("schedule stray: it sends Stray, which nothing decides");
        assertThat(check(Schedule.named("stray").bringing(Stray.class)))
                .containsExactly("schedule stray: Stray is no event of the application");
        assertThat(check(Schedule.named("text").sending(String.class))).singleElement().asString()
                .contains("neither a record nor a sealed interface");
    }

    @Test
    void nothing_personal_is_asked_for_and_what_is_asked_for_is_never_missed() {
        assertThat(check(Schedule.named("invites").bringing(Night.Invited.class))).singleElement().asString()
                .contains("it is asked for a guest.invited, of which address is personal");
        assertThat(check(Schedule.named("asked").sending(Close.class).missed(Missed.LAST))).singleElement().asString()
                .contains("however late");
        assertThatThrownBy(() -> Missed.ALL.within(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_has_a_name_of_its_own() {
        assertThat(check(NIGHTLY, Schedule.named("nightly").sending(Close.class)))
                .singleElement().asString().contains("two parts have this name");
        assertThatThrownBy(() -> Schedule.named("Not so").sending(Close.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("schedule name");
    }

    @Test
    void it_stands_in_drawings() {
        var flow = Application.named("nights").with(EVENTS, CLOSING, NIGHTLY, BELL).describe();
        var nightly = new Description.Box(Description.Kind.SCHEDULE, "nightly");
        var bell = new Description.Box(Description.Kind.SCHEDULE, "bell");
        assertThat(flow.arrows()).contains(
                new Description.Arrow(nightly, new Description.Box(Description.Kind.COMMAND, "Close")),
                new Description.Arrow(bell, new Description.Box(Description.Kind.EVENT, "bell.rung")));
        assertThat(flow.mermaid()).contains("((\"nightly\")):::schedule").contains("classDef schedule ");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Missed;
import io.thence.Policy;
import io.thence.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** Days that are closed at night, bells that ring, and reminders that are asked for. */
final class Days {

    static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    sealed interface Happening {}

    record Closed(String day) implements Happening {}

    record Rung(String day, Instant due) implements Happening {}

    record Reminded(String who) implements Happening {}

    record Close(String day) {}

    record Remind(String who) {}

    static final Key<String> DAY = Key.of("day");
    static final Key<String> WHO = Key.of("who");

    static final Events<Happening> EVENTS = Events.of(Happening.class)
            .type("day.closed", Closed.class, DAY.of(Closed::day))
            .type("bell.rung", Rung.class, DAY.of(Rung::day))
            .type("reminded", Reminded.class, WHO.of(Reminded::who));

    static final Fold<String, Boolean> IS_CLOSED = Fold.by(DAY).from(false).on(Closed.class, (_, _) -> true);

    static final Decider<Close, Happening> CLOSING = Decider.of(Close.class, EVENTS).writing(Closed.class)
            .reading(IS_CLOSED, Close::day)
            .decide((c, closed) -> closed ? refuse("closed before") : accept(new Closed(c.day())));
    static final Decider<Remind, Happening> REMINDING = Decider.of(Remind.class, EVENTS).writing(Reminded.class)
            .decide(c -> {
                if (c.who().isBlank()) {
                    throw new IllegalArgumentException("nobody to remind");
                }
                return accept(new Reminded(c.who()));
            });

    static final Schedule NIGHTLY = Schedule.named("nightly").cron("0 3 * * *", PRAGUE)
            .sending(Close.class, due -> new Close(due.toLocalDate().minusDays(1).toString()));
    static final Schedule LAST = Schedule.named("last").cron("0 3 * * *", PRAGUE)
            .sending(Close.class, due -> new Close(due.toLocalDate().minusDays(1).toString())).missed(Missed.LAST);
    static final Schedule SOON = Schedule.named("soon").cron("0 3 * * *", PRAGUE)
            .sending(Close.class, due -> new Close(due.toLocalDate().minusDays(1).toString()))
            .missed(Missed.ALL.within(Duration.ofHours(30)));
    static final Schedule BELL = Schedule.named("bell").cron("0 12 * * *", PRAGUE)
            .bringing(Rung.class, due -> new Rung(due.toLocalDate().toString(), due.toInstant()));
    static final Schedule REMINDERS = Schedule.named("reminders").sending(Remind.class)
            .policy(Policy.DEFAULT.attempts(1));
    static final Schedule ALARMS = Schedule.named("alarms").bringing(Rung.class);

    static final Application APPLICATION = Application.named("days")
            .with(EVENTS, CLOSING, REMINDING, NIGHTLY, BELL, REMINDERS, ALARMS);

    private Days() {}
}

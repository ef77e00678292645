// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Schedule.Again;
import io.thence.Schedule.OnDemand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds what is wrong with a schedule. */
final class ScheduleChecks {

    private final Schedule schedule;
    private final Application application;
    private final List<Problem> problems;

    ScheduleChecks(Schedule schedule, Application application, List<Problem> problems) {
        this.schedule = schedule;
        this.application = application;
        this.problems = problems;
    }

    private void found(String what, String mend) {
        problems.add(Where.of(schedule).error(what, mend));
    }

    void check() {
        made();
        switch (schedule.when()) {
            case Again again -> cron(again.cron());
            case OnDemand _ -> {
                if (!schedule.missed().equals(Missed.ALL)) {
                    found("what it is asked for is done however late, and missed(..) says otherwise",
                            "drop missed(..), or let the command look at the time");
                }
            }
        }
    }

    private void made() {
        List<Class<?>> records;
        try {
            records = Cases.of(schedule.makes());
        } catch (IllegalArgumentException e) {
            found(String.valueOf(e.getMessage()), "events and commands are records of a sealed interface");
            return;
        }
        for (var record : records) {
            if (schedule.brings()) {
                event(record);
            } else if (application.deciders().stream().noneMatch(decider -> isDecided(decider, record))) {
                found("it sends " + record.getSimpleName() + ", which nothing decides", "add a decider for it");
            }
        }
    }

    private static boolean isDecided(Decider<?, ?> decider, Class<?> command) {
        return Cases.known(decider.commands()).contains(command);
    }

    private void event(Class<?> record) {
        Optional<? extends EventType<?>> type = application.events().stream()
                .flatMap(events -> events.types().stream()).filter(one -> one.record() == record).findFirst();
        if (type.isEmpty()) {
            found(record.getSimpleName() + " is no event of the application", "add its Events to with(..)");
        } else if (schedule.when() instanceof OnDemand && type.get().personal().isPresent()) {
            found("it is asked for a " + type.get().name() + ", of which "
                    + String.join(", ", type.get().personal().get().components())
                    + " is personal: it would be stored in clear until it is due",
                    "let it send a command, whose decider looks up what is personal");
        }
    }

    private void cron(Cron cron) {
        try {
            if (cron.times().next(Instant.EPOCH).isEmpty()) {
                found("the times of '" + cron.expression() + "' never come", "check its day and its month");
            }
        } catch (IllegalArgumentException e) {
            found("'" + cron.expression() + "' is no cron expression: " + e.getMessage(),
                    "say minute, hour, day of the month, month and day of the week, as in 0 3 * * 1-5");
        }
    }
}

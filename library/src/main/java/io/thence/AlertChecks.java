// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.AlertRule.Absent;
import io.thence.AlertRule.Against;
import io.thence.AlertRule.Aggregate;
import io.thence.AlertRule.Bounded;
import io.thence.Watched.OfEvents;
import io.thence.Watched.OfParts;
import io.thence.Watched.OfSystem;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Finds what is wrong with an alert. */
final class AlertChecks {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration OFTENEST = Duration.ofMillis(100);

    private final Alert alert;
    private final Application application;
    private final Map<Class<?>, EventType<?>> types;
    private final List<Problem> problems;

    /** For an application whose {@code types} of events are known by their records. */
    AlertChecks(Alert alert, Application application, Map<Class<?>, EventType<?>> types, List<Problem> problems) {
        this.alert = alert;
        this.application = application;
        this.types = types;
        this.problems = problems;
    }

    private void found(String what, String mend) {
        problems.add(Where.of(alert).error(what, mend));
    }

    void check() {
        switch (alert.watched()) {
            case OfEvents<?> events -> events(events);
            case OfSystem<?> system -> records(system.reading().type());
            case OfParts parts -> parts(parts);
        }
        switch (alert.rule()) {
            case Bounded bounded -> bounded(bounded);
            case Absent absent -> time(absent.within(), SHORTEST, "it is absent for", "absent(..)");
        }
        time(alert.lasting(), Duration.ZERO, "it is lasting for", "lasting(..)");
        time(alert.calm(), Duration.ZERO, "it is over after", "overAfter(..)");
        if (alert.keysMax() < 1 || alert.keysMax() > Alert.KEYS_MAX) {
            found("it knows " + alert.keysMax() + " keys at most", "say 1 to " + Alert.KEYS_MAX + " by keysMax(..)");
        }
        notifiers();
    }

    private void time(Duration time, Duration least, String what, String mend) {
        if (time.compareTo(least) < 0 || time.compareTo(Alert.LONGEST) > 0) {
            found(what + " " + time, "let " + mend + " be from " + least + " to " + Alert.LONGEST);
        }
    }

    private void bounded(Bounded rule) {
        boolean isLatest = rule.aggregate() == Aggregate.LATEST;
        if (!isLatest) {
            time(rule.window(), SHORTEST, "its window is", "the window");
        }
        if (isLatest && rule.against() != Against.NOTHING) {
            found("it compares the last number with a window before", "say mean(..), max(..) or min(..) with a window");
        }
        if (rule.least() < 0 || (isLatest && rule.least() > 0)) {
            found("it asks for " + rule.least() + " events at least" + (isLatest ? ", and looks at the last one" : ""),
                    "say least(..) with a number from 0, of a window");
        }
        if (!Double.isFinite(rule.bound().value())) {
            found("its bound is " + rule.bound().value(), "say a number");
        }
    }

    private List<Class<?>> records(Class<?> type) {
        try {
            return Cases.of(type);
        } catch (IllegalArgumentException e) {
            found(String.valueOf(e.getMessage()), "events are records of a sealed interface");
            return List.of();
        }
    }

    private void events(OfEvents<?> events) {
        for (var record : records(events.reading().type())) {
            var type = types.get(record);
            if (type == null) {
                found(record.getSimpleName() + " is no event of the application", "add its Events to with(..)");
                continue;
            }
            events.by().filter(key -> !type.isFiledUnder(key)).ifPresent(key -> found(type.name()
                    + " is not filed under '" + key.name() + "', so it is never seen there",
                    "file it there, or drop by(..)"));
            if (type.personal().isPresent() && keepsNumbers()) {
                problems.add(Where.of(alert).warning("it keeps a number of " + type.name() + ", of which "
                        + String.join(", ", type.personal().get().components()) + " is personal, in clear",
                        "let the number be of what is not personal, or count events"));
            }
        }
    }

    private boolean keepsNumbers() {
        return alert.rule() instanceof Bounded bounded
                && bounded.aggregate() != Aggregate.COUNT && bounded.aggregate() != Aggregate.RATIO;
    }

    private void parts(OfParts parts) {
        if (parts.parts().isEmpty()) {
            found("it looks at no part", "name the parts that it is to look at");
        }
        if (!(alert.rule() instanceof Bounded)) {
            found("what is measured is never absent", "say latest(), mean(..), max(..) or min(..)");
        }
        for (var part : parts.parts()) {
            boolean isRun = switch (part) {
                case Projection _, MemoryProjection<?> _, StoreProjection _, Reaction _, Saga<?, ?> _, Schedule _ ->
                    true;
                case Events<?> _, Decider<?, ?> _, Queries _, Source _, Alert _ -> false;
            };
            if (!isRun) {
                found("'" + part.name() + "' takes no events in, so nothing of it is measured",
                        "name projections, reactions, sagas or schedules");
            } else if (!application.parts().contains(part)) {
                found("'" + part.name() + "' is no part of the application", "add it to with(..)");
            }
        }
        time(parts.every(), OFTENEST, "it looks at parts every", "every(..)");
    }

    private void notifiers() {
        var names = new HashSet<String>();
        for (var notifier : alert.notifiers()) {
            if (!names.add(notifier.name())) {
                found("two of its notifiers have the name '" + notifier.name() + "'",
                        "it is written down by its name that one was told: rename one");
            }
        }
    }
}

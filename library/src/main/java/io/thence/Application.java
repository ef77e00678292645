// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An application: a name and its parts. It is a value that starts nothing; it can be checked, drawn, run and simulated.
 *
 * @param name  names its data where nothing else is said
 * @param parts its parts
 */
public record Application(String name, List<Part> parts) {

    public Application {
        Names.check("application", name);
        parts = List.copyOf(parts);
    }

    /** An application without parts. */
    public static Application named(String name) {
        return new Application(name, List.of());
    }

    /**
     * The application with these parts added.
     *
     * @throws IllegalArgumentException if a part is null: a constant that is used before it is initialised
     */
    public Application with(Part... more) {
        for (int i = 0; i < more.length; i++) {
            if (more[i] == null) {
                throw new IllegalArgumentException("application '" + name + "': part " + (i + 1)
                        + " of with(..) is null: a constant is used before its class has set it; declare it earlier");
            }
        }
        var all = new ArrayList<>(parts);
        all.addAll(List.of(more));
        return new Application(name, all);
    }

    /**
     * Everything that is wrong with it, all at once, with warnings of what may be meant and does nothing. It can be run
     * if none of them is an error.
     */
    public List<Problem> check() {
        return new Checks(this).problems();
    }

    /** Its flow as data. */
    public Description describe() {
        return Flow.of(this);
    }

    /** The lists of event types among its parts. */
    public List<Events<?>> events() {
        return parts.stream().<Events<?>>mapMulti((part, out) -> {
            if (part instanceof Events<?> events) {
                out.accept(events);
            }
        }).toList();
    }

    /** The deciders among its parts. */
    public List<Decider<?, ?>> deciders() {
        return parts.stream().<Decider<?, ?>>mapMulti((part, out) -> {
            if (part instanceof Decider<?, ?> decider) {
                out.accept(decider);
            }
        }).toList();
    }

    /** The folds that its deciders read, each once, as often as it is the same object. */
    public List<Fold<?, ?>> folds() {
        var folds = new ArrayList<Fold<?, ?>>();
        for (var decider : deciders()) {
            for (var reading : decider.readings()) {
                if (folds.stream().noneMatch(fold -> isSame(fold, reading.fold()))) {
                    folds.add(reading.fold());
                }
            }
        }
        return folds;
    }

    @SuppressWarnings("ReferenceEquality") // two folds of equal parts are two folds
    private static boolean isSame(Fold<?, ?> one, Fold<?, ?> other) {
        return one == other;
    }

    /** The projections on SQL among its parts. */
    public List<Projection> projections() {
        return parts.stream().filter(Projection.class::isInstance).map(Projection.class::cast).toList();
    }

    /** The projections in memory among its parts. */
    public List<MemoryProjection<?>> memoryProjections() {
        return parts.stream().<MemoryProjection<?>>mapMulti((part, out) -> {
            if (part instanceof MemoryProjection<?> projection) {
                out.accept(projection);
            }
        }).toList();
    }

    /** The projections in stores of the application's own among its parts. */
    public List<StoreProjection> storeProjections() {
        return parts.stream().filter(StoreProjection.class::isInstance).map(StoreProjection.class::cast).toList();
    }

    /** The reactions among its parts. */
    public List<Reaction> reactions() {
        return parts.stream().filter(Reaction.class::isInstance).map(Reaction.class::cast).toList();
    }

    /** The sagas among its parts. */
    public List<Saga<?, ?>> sagas() {
        return parts.stream().<Saga<?, ?>>mapMulti((part, out) -> {
            if (part instanceof Saga<?, ?> saga) {
                out.accept(saga);
            }
        }).toList();
    }

    /** From where events come that its deciders do not write, among its parts. */
    public List<Source> sources() {
        return parts.stream().filter(Source.class::isInstance).map(Source.class::cast).toList();
    }

    /** The schedules among its parts. */
    public List<Schedule> schedules() {
        return parts.stream().filter(Schedule.class::isInstance).map(Schedule.class::cast).toList();
    }

    /** The alerts among its parts. */
    public List<Alert> alerts() {
        return parts.stream().filter(Alert.class::isInstance).map(Alert.class::cast).toList();
    }

    /** What answers questions, among its parts. */
    public List<Queries> queries() {
        return parts.stream().filter(Queries.class::isInstance).map(Queries.class::cast).toList();
    }

    /** The names of the keys that are personal. */
    public SortedSet<String> personalKeys() {
        return events().stream().flatMap(events -> events.types().stream())
                .flatMap(type -> type.filings().stream()).map(Filing::key).filter(Key::isPersonal).map(Key::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the keys whose values are persons: each can be forgotten. */
    public SortedSet<String> subjectKeys() {
        return events().stream().flatMap(events -> events.types().stream())
                .flatMap(type -> type.personal().stream()).map(personal -> personal.subject().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

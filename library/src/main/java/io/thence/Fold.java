// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the events of one key become a state. A fold knows its key and its types, so what is read for a decision and what
 * a decision depends on are derived from it and cannot disagree.
 *
 * <p>Steps are pure functions and a state is an immutable value that can be written as JSON: a record, an enum, a
 * string, a number, a {@code java.time} value, or an unmodifiable collection of these. States are shared between
 * threads.
 *
 * @param key       the key whose events are folded
 * @param start     the state before the first event
 * @param steps     what each type of event does
 * @param snapshots whether and how states are kept on disk
 * @param closedBy  the events that stand for a state when the books of a key are closed; none where nothing is said
 * @param declared  where the code declares it
 * @param <K>       the key's values
 * @param <S>       the state
 */
public record Fold<K, S>(
        Key<K> key, S start, List<Step<K, S, ?>> steps, Snapshots snapshots, List<Class<?>> closedBy,
        CodePlace declared) {

    public Fold {
        steps = List.copyOf(steps);
        closedBy = List.copyOf(closedBy);
    }

    /**
     * What an event does to the state of the one key that it is filed under. Serializable so that its code can be found
     * and compared; it is never stored.
     */
    @FunctionalInterface
    public interface OneStep<S, E> extends Serializable {
        /** The state after {@code event}. */
        S apply(S state, E event);
    }

    /** What an event does to the state of each key that it is filed under. Serializable as {@link OneStep} is. */
    @FunctionalInterface
    public interface EachStep<K, S, E> extends Serializable {
        /** The state after {@code event}, for {@code key}. */
        S apply(K key, S state, E event);
    }

    /**
     * One step.
     *
     * @param type     the record, or a sealed interface of records
     * @param each     whether it is for events that are filed under many values of the key
     * @param function the step
     * @param code     the step as it was given, a {@link OneStep} or {@link EachStep}: its code tells one version of
     *                 the fold from another
     */
    public record Step<K, S, E>(Class<E> type, boolean each, EachStep<K, S, E> function, Serializable code) {}

    /**
     * Whether and how the states of a fold are kept on disk.
     *
     * @param name     tells the fold from others over its key that keep snapshots
     * @param every    after how many events of a key its state is written again; 0: never
     * @param revision raised by hand where the fold changes what it does and its code does not show it
     */
    public record Snapshots(Optional<String> name, int every, int revision) {

        /** None are kept. */
        public static final Snapshots NONE = new Snapshots(Optional.empty(), 0, 1);

        /** Whether any are kept. */
        public boolean areKept() {
            return every > 0;
        }
    }

    /** A fold before its starting state is known. */
    public record By<K>(Key<K> key) {
        /** The state of a key that has no events. */
        public <S> Fold<K, S> from(S start) {
            return new Fold<>(key, start, List.of(), Snapshots.NONE, List.of(), CodePlace.ofCaller());
        }
    }

    /** Starts a fold over the events that are filed under {@code key}. */
    public static <K> By<K> by(Key<K> key) {
        return new By<>(key);
    }

    /** What events of {@code type} do that are filed under one value of the key. */
    public <E> Fold<K, S> on(Class<E> type, OneStep<S, E> step) {
        return with(new Step<>(type, false, (_, state, event) -> step.apply(state, event), step));
    }

    /** What events of {@code type} do that are filed under many values of the key: the step is told which one. */
    public <E> Fold<K, S> onEach(Class<E> type, EachStep<K, S, E> step) {
        return with(new Step<>(type, true, step, step));
    }

    /**
     * Keeps the state of a key on disk after every {@code events} events of it, so that what reads it first after a
     * start folds no more than about as many. What is kept is a cache of the log and may be lost or thrown away.
     *
     * <p>A snapshot is used only where it is known to be what the log and the code give now: it names the event that it
     * stands at, and a fingerprint of the state's shape, the events and the code of the steps, with all that they call.
     * So the steps must not capture anything, which is checked at the start. What the fingerprint cannot see are values
     * that come from outside of the code, such as a static field read from a setting, and which of several
     * implementations an interface is called on: there, say {@link #revised}.
     *
     * <p>Kept for folds that a decider of the application reads.
     *
     * @param events at least 1; some hundreds are a good start: folding 1,000 events takes some milliseconds
     */
    public Fold<K, S> snapshotEvery(int events) {
        if (events < 1) {
            throw new IllegalArgumentException("fold by " + key.name() + ": a snapshot every " + events
                    + " events makes no sense; say 1 or more, or leave snapshotEvery(..) out");
        }
        return with(new Snapshots(snapshots.name, events, snapshots.revision));
    }

    /** Tells this fold from others over the same key that keep snapshots; the name stands in what is stored. */
    public Fold<K, S> named(String name) {
        Names.check("fold", name);
        return with(new Snapshots(Optional.of(name), snapshots.every, snapshots.revision));
    }

    /**
     * Makes all snapshots that were kept under another number stale. To be raised where the fold does something else
     * than before and its code does not show it.
     *
     * @param number 1 where it is not said
     */
    public Fold<K, S> revised(int number) {
        return with(new Snapshots(snapshots.name, snapshots.every, number));
    }

    /**
     * Says which events stand for a state when the books of a key are closed, records or sealed interfaces of them: no
     * others are let into a summary, and what comes of closing is then known; see {@link Application#check}.
     */
    public Fold<K, S> closedBy(Class<?>... types) {
        return new Fold<>(key, start, steps, snapshots, List.of(types), declared);
    }

    /** Why its states are no values, if they are not: one that can change may give one key the state of another. */
    public Optional<String> fault() {
        return StateShape.check(start.getClass());
    }

    /** What its snapshots are filed under: the name of its key, with its own where it has one. */
    public String snapshotKey() {
        return snapshots.name.map(name -> key.name() + ":" + name).orElse(key.name());
    }

    private Fold<K, S> with(Snapshots other) {
        return new Fold<>(key, start, steps, other, closedBy, declared);
    }

    private Fold<K, S> with(Step<K, S, ?> step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new Fold<>(key, start, more, snapshots, closedBy, declared);
    }
}

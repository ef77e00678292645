// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides commands: it reads up to four folds, each at the key or keys that the command names, and answers with events
 * or a refusal. What it read is the condition under which its events are appended: if any of it has changed, the
 * command is decided again. One fold over a stream is the classic aggregate; several are a dynamic consistency
 * boundary.
 *
 * <p>The function is pure: it may be called several times for one command, on any thread.
 *
 * @param commands the record, or the sealed interface of records, that it decides
 * @param events   the events that it may answer with
 * @param written  which of them it answers with: records, or sealed interfaces of them; all, where nothing is said
 * @param refusals the type of what it refuses with, a record, an enum or a sealed interface of these; absent: texts
 * @param readings what it reads, at most {@value #READINGS_MAX}
 * @param function decides on what was read
 * @param declared where the code declares it
 * @param <C>      the commands
 * @param <E>      the events
 */
public record Decider<C, E>(
        Class<C> commands, Events<E> events, List<Class<?>> written, Optional<Class<?>> refusals,
        List<Reading<C, ?, ?>> readings, Function<Case<C>, Decision<E>> function, CodePlace declared)
        implements Part {

    /** The most folds that one decider reads. */
    public static final int READINGS_MAX = 4;

    /** The most keys that one decision reads, over all its folds; more is {@link Refusal.TooManyKeys}. */
    public static final int KEYS_MAX = 4_096;

    public Decider {
        written = List.copyOf(written);
        readings = List.copyOf(readings);
    }

    /**
     * One fold that is read.
     *
     * @param fold the fold
     * @param consulted whether it is only looked up: its key need not be one that the decider's events are filed under
     * @param many whether it is read at many keys, which gives the decider a map in the order of the keys
     * @param keys the keys that a command names
     */
    public record Reading<C, K, S>(
            Fold<K, S> fold, boolean consulted, boolean many, Function<C, ? extends Collection<K>> keys) {}

    /** A command with what was read for it: for each reading a state, or a map of states by key. */
    public record Case<C>(C command, List<?> states) {}

    /** Starts a decider for {@code commands}, a record or a sealed interface of records. */
    public static <C, E> Start<C, E> of(Class<C> commands, Events<E> events) {
        if (events == null) {
            throw new IllegalArgumentException("decider " + commands.getSimpleName() + ": its events are null: a"
                    + " constant is used before its class has set it; declare it earlier");
        }
        return new Start<>(commands, events, List.of(events.family()), Optional.empty(), CodePlace.ofCaller());
    }

    /** A decider that reads nothing yet. */
    public record Start<C, E>(
            Class<C> commands, Events<E> events, List<Class<?>> written, Optional<Class<?>> refusals,
            CodePlace declared) {

        public Start {
            written = List.copyOf(written);
        }

        /**
         * Says which of the events it answers with, records or sealed interfaces of them; that it never answers with
         * another one is checked each time. What leads to what is then known better: see {@link Application#check}.
         */
        @SafeVarargs
        public final Start<C, E> writing(Class<? extends E>... types) {
            var all = new ArrayList<Class<?>>();
            for (var type : types) {
                all.add(type);
            }
            return new Start<>(commands, events, all, refusals, declared);
        }

        /**
         * Says that it refuses with values of {@code type}: a record, an enum or a sealed interface of these, which the
         * sender of a command finds in {@link Refusal.Decided}. They are values as states are, since a refusal may be
         * kept.
         */
        public Start<C, E> refusing(Class<?> type) {
            return new Start<>(commands, events, written, Optional.of(type), declared);
        }

        private Deciding<C, E> deciding() {
            return new Deciding<>(this, List.of());
        }

        /** Reads {@code fold} at the key that the command names. */
        public <K, S> Deciding.One<C, E, S> reading(Fold<K, S> fold, Function<C, K> key) {
            return new Deciding.One<>(deciding().reading(fold, key));
        }

        /** Reads {@code fold} at each key that the command names. */
        public <K, S> Deciding.One<C, E, Map<K, S>> readingEach(
                Fold<K, S> fold, Function<C, ? extends Collection<K>> keys) {
            return new Deciding.One<>(deciding().readingEach(fold, keys));
        }

        /** Looks {@code fold} up: reads it at a key under which the decider files nothing itself, such as a limit's. */
        public <K, S> Deciding.One<C, E, S> consulting(Fold<K, S> fold, Function<C, K> key) {
            return new Deciding.One<>(deciding().consulting(fold, key));
        }

        /** Decides on the command alone. */
        public Decider<C, E> decide(Function<C, Decision<E>> function) {
            return deciding().decide(c -> function.apply(c.command()));
        }
    }

    /** The same, decided by another function. */
    public Decider<C, E> decidedBy(Function<Case<C>, Decision<E>> other) {
        return new Decider<>(commands, events, written, refusals, readings, other, declared);
    }

    /** Whether it says that it answers with events of this record. */
    public boolean writes(Class<?> record) {
        for (var type : written) {
            if (type.isAssignableFrom(record)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return commands.getSimpleName();
    }
}

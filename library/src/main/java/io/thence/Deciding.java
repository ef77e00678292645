// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Decider.Case;
import io.thence.Decider.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A decider while it is described: the steps that give {@code decide} one typed argument for each fold read.
 *
 * @param start    what is decided, and what may be answered
 * @param readings the folds read so far
 */
public record Deciding<C, E>(Decider.Start<C, E> start, List<Reading<C, ?, ?>> readings) {

    <K, S> Deciding<C, E> reading(Fold<K, S> fold, Function<C, K> key) {
        return with(new Reading<>(fold, false, false, c -> List.of(key.apply(c))));
    }

    <K, S> Deciding<C, E> consulting(Fold<K, S> fold, Function<C, K> key) {
        return with(new Reading<>(fold, true, false, c -> List.of(key.apply(c))));
    }

    <K, S> Deciding<C, E> readingEach(Fold<K, S> fold, Function<C, ? extends Collection<K>> keys) {
        return with(new Reading<>(fold, false, true, keys));
    }

    Decider<C, E> decide(Function<Case<C>, Decision<E>> function) {
        return new Decider<>(start.commands(), start.events(), start.written(), start.refusals(), readings, function,
                start.declared());
    }

    private Deciding<C, E> with(Reading<C, ?, ?> reading) {
        var more = new ArrayList<>(readings);
        more.add(reading);
        return new Deciding<>(start, more);
    }

    // The builder's types say what each reading gives, in this order.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <S> S state(Case<?> c, int reading) {
        return (S) c.states().get(reading);
    }

    /** A decider that reads one fold. */
    public record One<C, E, S1>(Deciding<C, E> soFar) {

        /** Reads {@code fold} too, at the key that the command names. */
        public <K, S> Two<C, E, S1, S> reading(Fold<K, S> fold, Function<C, K> key) {
            return new Two<>(soFar.reading(fold, key));
        }

        /** Reads {@code fold} too, at each key that the command names. */
        public <K, S> Two<C, E, S1, Map<K, S>> readingEach(Fold<K, S> fold, Function<C, ? extends Collection<K>> keys) {
            return new Two<>(soFar.readingEach(fold, keys));
        }

        /** Looks {@code fold} up too, at a key under which the decider files nothing itself. */
        public <K, S> Two<C, E, S1, S> consulting(Fold<K, S> fold, Function<C, K> key) {
            return new Two<>(soFar.consulting(fold, key));
        }

        /** Decides on the command and what was read. */
        public Decider<C, E> decide(BiFunction<C, S1, Decision<E>> function) {
            return soFar.decide(c -> function.apply(c.command(), state(c, 0)));
        }
    }

    /** A decider that reads two folds. */
    public record Two<C, E, S1, S2>(Deciding<C, E> soFar) {

        /** Reads {@code fold} too, at the key that the command names. */
        public <K, S> Three<C, E, S1, S2, S> reading(Fold<K, S> fold, Function<C, K> key) {
            return new Three<>(soFar.reading(fold, key));
        }

        /** Reads {@code fold} too, at each key that the command names. */
        public <K, S> Three<C, E, S1, S2, Map<K, S>> readingEach(
                Fold<K, S> fold, Function<C, ? extends Collection<K>> keys) {
            return new Three<>(soFar.readingEach(fold, keys));
        }

        /** Looks {@code fold} up too, at a key under which the decider files nothing itself. */
        public <K, S> Three<C, E, S1, S2, S> consulting(Fold<K, S> fold, Function<C, K> key) {
            return new Three<>(soFar.consulting(fold, key));
        }

        /** Decides on the command and what was read. */
        public Decider<C, E> decide(OnTwo<C, S1, S2, E> function) {
            return soFar.decide(c -> function.decide(c.command(), state(c, 0), state(c, 1)));
        }
    }

    /** A decider that reads three folds. */
    public record Three<C, E, S1, S2, S3>(Deciding<C, E> soFar) {

        /** Reads {@code fold} too, at the key that the command names. */
        public <K, S> Four<C, E, S1, S2, S3, S> reading(Fold<K, S> fold, Function<C, K> key) {
            return new Four<>(soFar.reading(fold, key));
        }

        /** Reads {@code fold} too, at each key that the command names. */
        public <K, S> Four<C, E, S1, S2, S3, Map<K, S>> readingEach(
                Fold<K, S> fold, Function<C, ? extends Collection<K>> keys) {
            return new Four<>(soFar.readingEach(fold, keys));
        }

        /** Looks {@code fold} up too, at a key under which the decider files nothing itself. */
        public <K, S> Four<C, E, S1, S2, S3, S> consulting(Fold<K, S> fold, Function<C, K> key) {
            return new Four<>(soFar.consulting(fold, key));
        }

        /** Decides on the command and what was read. */
        public Decider<C, E> decide(OnThree<C, S1, S2, S3, E> function) {
            return soFar.decide(c -> function.decide(c.command(), state(c, 0), state(c, 1), state(c, 2)));
        }
    }

    /** A decider that reads four folds; one that needs more is two deciders. */
    public record Four<C, E, S1, S2, S3, S4>(Deciding<C, E> soFar) {

        /** Decides on the command and what was read. */
        public Decider<C, E> decide(OnFour<C, S1, S2, S3, S4, E> function) {
            return soFar.decide(
                    c -> function.decide(c.command(), state(c, 0), state(c, 1), state(c, 2), state(c, 3)));
        }
    }

    /** Decides on two states. */
    @FunctionalInterface
    public interface OnTwo<C, S1, S2, E> {
        /** The decision. */
        Decision<E> decide(C command, S1 first, S2 second);
    }

    /** Decides on three states. */
    @FunctionalInterface
    public interface OnThree<C, S1, S2, S3, E> {
        /** The decision. */
        Decision<E> decide(C command, S1 first, S2 second, S3 third);
    }

    /** Decides on four states. */
    @FunctionalInterface
    public interface OnFour<C, S1, S2, S3, S4, E> {
        /** The decision. */
        Decision<E> decide(C command, S1 first, S2 second, S3 third, S4 fourth);
    }
}

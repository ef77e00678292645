// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Business that takes several commands, and time: it begins with an event, sends commands, hears what came of them,
 * waits, and undoes what it did where it cannot be finished. There is one instance for each value of its key, which
 * lives once. All that happens to it stands in the log, so it goes on after a crash where it was, and nothing is done
 * twice.
 *
 * <p>Steps are pure functions of the instance's state and what has come: an event that is filed under the key, an
 * answer to an {@link Ask}, a refusal, a wake. The states are values as those of folds are. One instance takes one step
 * at a time, in the order of the log.
 *
 * @param name    the name of its checkpoint, and in what is stored; never changes
 * @param key     what its instances are told apart by
 * @param start   the state of an instance before its first step
 * @param clauses what it does on what
 * @param repeats why what its commands lead to may come back to it, where that is said
 * @param policy  what is done about what it fails on
 * @param begins  where in the log it begins, where it has never run
 * @param migrations step {@code i} says what becomes of what version {@code i + 1} has stored
 * @param declared where the code declares it
 * @param <K>     the key's values
 * @param <S>     the state
 */
public record Saga<K, S>(
        String name, Key<K> key, S start, List<Clause<S>> clauses, Optional<String> repeats, Policy policy,
        Start begins, List<Migration> migrations, CodePlace declared)
        implements Part {

    public Saga {
        Names.check("saga", name);
        clauses = List.copyOf(clauses);
        migrations = List.copyOf(migrations);
    }

    /** What is done on something. */
    public sealed interface Clause<S> {
        /** The step, of which the types can be found out. */
        Serializable step();

        /** The ask of whose commands it hears, if it does. */
        default Optional<Ask<S, ?>> heard() {
            return switch (this) {
                case OnAnswer<S, ?> on -> Optional.of(on.ask());
                case OnAcceptance<S> on -> Optional.of(on.ask());
                case OnRefusal<S> on -> Optional.of(on.ask());
                case OnEachAnswer<S, ?> on -> Optional.of(on.ask());
                case OnEachAcceptance<S> on -> Optional.of(on.ask());
                case OnEachRefusal<S> on -> Optional.of(on.ask());
                case OnEvent<S, ?> _, OnWake<S> _ -> Optional.empty();
            };
        }

        /** Whether it is told which one of several it is about, before the state. */
        default boolean isEach() {
            return switch (this) {
                case OnEachAnswer<S, ?> _, OnEachAcceptance<S> _, OnEachRefusal<S> _ -> true;
                default -> false;
            };
        }
    }

    /**
     * On an event that is filed under the key.
     *
     * @param type   a record, or a sealed interface of records
     * @param starts whether an instance begins with it; else it is for one that is there
     */
    public record OnEvent<S, E>(Class<E> type, boolean starts, Step<S, E> step) implements Clause<S> {}

    /**
     * On an event that the command of an ask led to.
     *
     * @param type a record, or a sealed interface of records
     */
    public record OnAnswer<S, E>(Ask<S, ?> ask, Class<E> type, Step<S, E> step) implements Clause<S> {}

    /** On the acceptance of the command of an ask that led to nothing that another clause is for. */
    public record OnAcceptance<S>(Ask<S, ?> ask, PlainStep<S> step) implements Clause<S> {}

    /** On the refusal of the command of an ask. */
    public record OnRefusal<S>(Ask<S, ?> ask, Step<S, Refusal> step) implements Clause<S> {}

    /**
     * On an event that the command of one of several of an ask led to.
     *
     * @param type a record, or a sealed interface of records
     */
    public record OnEachAnswer<S, E>(Ask<S, ?> ask, Class<E> type, EachStep<S, E> step) implements Clause<S> {}

    /** On the acceptance of one of several of an ask, which led to nothing that another clause is for. */
    public record OnEachAcceptance<S>(Ask<S, ?> ask, EachPlainStep<S> step) implements Clause<S> {}

    /** On the refusal of one of several of an ask. */
    public record OnEachRefusal<S>(Ask<S, ?> ask, EachStep<S, Refusal> step) implements Clause<S> {}

    /** On a wake. */
    public record OnWake<S>(String wake, PlainStep<S> step) implements Clause<S> {}

    /** What comes of something. Serializable so that its types can be found out; it is never stored. */
    @FunctionalInterface
    public interface Step<S, E> extends Serializable {
        /** What {@code input} leads to in {@code state}. */
        Next<S> apply(S state, E input);
    }

    /** What comes of something that brings nothing with it. Serializable as {@link Step} is. */
    @FunctionalInterface
    public interface PlainStep<S> extends Serializable {
        /** What it leads to in {@code state}. */
        Next<S> apply(S state);
    }

    /** What comes of something about one of several. Serializable as {@link Step} is. */
    @FunctionalInterface
    public interface EachStep<S, E> extends Serializable {
        /** What {@code input}, which is about the one that was asked as {@code id}, leads to in {@code state}. */
        Next<S> apply(String id, S state, E input);
    }

    /** What comes of something about one of several that brings nothing with it. Serializable as {@link Step} is. */
    @FunctionalInterface
    public interface EachPlainStep<S> extends Serializable {
        /** What it leads to in {@code state}, where it is about the one that was asked as {@code id}. */
        Next<S> apply(String id, S state);
    }

    /** A saga of which the name is known. */
    public record Named(String name) {
        /** Its instances are told apart by values of {@code key}. */
        public <K> By<K> by(Key<K> key) {
            return new By<>(name, key);
        }
    }

    /** A saga before its starting state is known. */
    public record By<K>(String name, Key<K> key) {
        /** The state of an instance before its first step. */
        public <S> Saga<K, S> from(S start) {
            return new Saga<>(name, key, start, List.of(), Optional.empty(), Policy.DEFAULT,
                    Start.BEGINNING, List.of(), CodePlace.ofCaller());
        }
    }

    /** Starts a saga. */
    public static Named named(String name) {
        return new Named(name);
    }

    /** Says which events it begins with; for an instance that is there already, or has been, they do nothing. */
    public <E> Saga<K, S> startsOn(Class<E> type, Step<S, E> step) {
        return with(new OnEvent<>(type, true, step));
    }

    /** Says what it does on events of {@code type} that are filed under its key, once it has begun. */
    public <E> Saga<K, S> on(Class<E> type, Step<S, E> step) {
        return with(new OnEvent<>(type, false, step));
    }

    /** Says what it does when the command of {@code ask} was accepted, on each event of {@code type} of it. */
    public <E> Saga<K, S> on(Ask<S, ?> ask, Class<E> type, Step<S, E> step) {
        return with(new OnAnswer<>(ask, type, step));
    }

    /**
     * Says what it does when the command of {@code ask} was accepted, and no other step is for what it led to: for a
     * command that may lead to nothing.
     */
    public Saga<K, S> onAccepted(Ask<S, ?> ask, PlainStep<S> step) {
        return with(new OnAcceptance<>(ask, step));
    }

    /** Says what it does when the command of {@code ask} was refused: each ask has one of these. */
    public Saga<K, S> onRefused(Ask<S, ?> ask, Step<S, Refusal> step) {
        return with(new OnRefusal<>(ask, step));
    }

    /** As {@link #on(Ask, Class, Step)}, where several are asked by {@link Ask#each}: which one is told first. */
    public <E> Saga<K, S> onEach(Ask<S, ?> ask, Class<E> type, EachStep<S, E> step) {
        return with(new OnEachAnswer<>(ask, type, step));
    }

    /** As {@link #onAccepted}, where several are asked by {@link Ask#each}. */
    public Saga<K, S> onEachAccepted(Ask<S, ?> ask, EachPlainStep<S> step) {
        return with(new OnEachAcceptance<>(ask, step));
    }

    /** As {@link #onRefused}, where several are asked by {@link Ask#each}. */
    public Saga<K, S> onEachRefused(Ask<S, ?> ask, EachStep<S, Refusal> step) {
        return with(new OnEachRefusal<>(ask, step));
    }

    /** Says what it does when it is woken, as a step has wished for by this name. */
    public Saga<K, S> onWake(String wake, PlainStep<S> step) {
        return with(new OnWake<>(wake, step));
    }

    /** Says what is done about what it fails on; {@link Policy#DEFAULT} where nothing is said. */
    public Saga<K, S> policy(Policy other) {
        return new Saga<>(name, key, start, clauses, repeats, other, begins, migrations, declared);
    }

    /**
     * Says where in the log it begins where it has never run; with the first event, where nothing is said. So a saga
     * that is added to an application that has run for years need not begin with what is long over. Once it has run it
     * goes on where it was.
     */
    public Saga<K, S> startingAt(Start other) {
        return new Saga<>(name, key, start, clauses, repeats, policy, other, migrations, declared);
    }

    /**
     * Says that events of its commands may lead back to it, and why that ends, as {@link Reaction#mayRepeat} does.
     */
    public Saga<K, S> mayRepeat(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("saga '" + name + "': mayRepeat(..) needs the reason why it ends");
        }
        return new Saga<>(name, key, start, clauses, Optional.of(reason), policy, begins, migrations, declared);
    }

    /**
     * Says how what the oldest version has stored that has no migration yet becomes what the next would have; so the
     * code as it is now is of one more version than there are migrations. Instances that began by older code go on by
     * this one.
     */
    public Saga<K, S> migrating(Migration step) {
        var more = new ArrayList<>(migrations);
        more.add(step);
        return new Saga<>(name, key, start, clauses, repeats, policy, begins, more, declared);
    }

    /** The version of the code: one more than there are migrations. */
    public int version() {
        return migrations.size() + 1;
    }

    private Saga<K, S> with(Clause<S> clause) {
        var more = new ArrayList<>(clauses);
        more.add(clause);
        return new Saga<>(name, key, start, more, repeats, policy, begins, migrations, declared);
    }

    /** The events that are filed under its key on which it does something. */
    public List<Class<?>> triggers() {
        return clauses.stream().<Class<?>>mapMulti((clause, out) -> {
            if (clause instanceof OnEvent<S, ?> on) {
                out.accept(on.type());
            }
        }).toList();
    }

    /** Its asks by their names: of several that have one name the first. */
    public Map<String, Ask<S, ?>> asks() {
        var asks = new LinkedHashMap<String, Ask<S, ?>>();
        for (var clause : clauses) {
            clause.heard().ifPresent(ask -> asks.putIfAbsent(ask.name(), ask));
        }
        return asks;
    }

    /** The commands that it sends, those that undo others among them. */
    public List<Class<?>> sends() {
        var sends = new ArrayList<Class<?>>();
        for (var ask : asks().values()) {
            sends.add(ask.command());
            ask.undo().ifPresent(undo -> sends.add(undo.command()));
        }
        return sends;
    }

    /** The type of its states, as its first step says it. */
    public Class<?> stateType() {
        return clauses.stream().filter(clause -> !clause.isEach()).findFirst()
                .flatMap(clause -> Lambda.of(clause.step())).<Class<?>>map(lambda -> lambda.type().parameterType(0))
                .orElse(start.getClass());
    }
}

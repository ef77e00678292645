// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Does something whenever an event has happened: it sends commands. It sees each event at least once, those of one
 * stream in order; a command that it sends again for an event that it has seen before is recognised by its id. What it
 * fails on is tried again, and becomes a {@link DeadLetter} in the end, as its {@link Policy} says.
 *
 * <p>An event that is annulled before it is seen is passed over. One that has been seen stays so: the commands that it
 * led to were sent, and what they did is undone by others, or annulled too.
 *
 * @param name    the name of its checkpoint; never changes
 * @param sends   the records of the commands that it sends; sending another one is a fault
 * @param calls   what it does outside; calling something else is a fault
 * @param clauses what it does on each type of event
 * @param repeats why what its commands lead to may come back to it, where that is said
 * @param policy  what is done about an event that it fails on
 * @param taking  which events it takes, and in which order
 * @param declared where the code declares it
 */
public record Reaction(
        String name, List<Class<?>> sends, List<Effect<?, ?>> calls, List<Clause<?>> clauses, Optional<String> repeats,
        Policy policy, Taking taking, CodePlace declared)
        implements Part {

    public Reaction {
        Names.check("reaction", name);
        sends = List.copyOf(sends);
        calls = List.copyOf(calls);
        clauses = List.copyOf(clauses);
    }

    /** The most events that are handled together. */
    public static final int BATCH_MAX = 1_000;

    /**
     * What is done on one type of event.
     *
     * @param type    a record, or a sealed interface of records
     * @param handler what does it
     * @param batch   how many events it is given together at most
     */
    public record Clause<E>(Class<E> type, Handling<E> handler, int batch) {}

    /**
     * Handles events. It may block; it may be called again for the same event after a crash. Serializable so that its
     * code can be found and told from other code; it is never stored.
     */
    public sealed interface Handling<E> extends Serializable permits Handler, BatchHandler {}

    /** Handles one event. */
    @FunctionalInterface
    public non-sealed interface Handler<E> extends Handling<E> {
        /** Handles {@code event}. */
        void handle(E event, Out out);
    }

    /** Handles events of several keys together, one of each. */
    @FunctionalInterface
    public non-sealed interface BatchHandler<E> extends Handling<E> {
        /** Handles all of {@code events}; where it throws, each is handled again, by itself. */
        void handle(List<Taken<E>> events);
    }

    /**
     * One of several events that are handled together.
     *
     * @param event the event
     * @param out   what is done about it is done through this
     */
    public record Taken<E>(E event, Out out) {}

    /** What a handler acts through. */
    public interface Out {
        /**
         * Sends a command and waits for its outcome; its id is derived from the event and the command's ordinal. It
         * throws where the disk is full, or the command meets nothing but conflicts: let that through, and the event is
         * handled again after a rest, however often.
         */
        Outcome send(Object command);

        /** The event that is handled, with all that is known about it: for what is sent to another application, say. */
        Event<?> event();

        /**
         * Does something outside and waits for the answer, or answers what was answered before. It throws what the call
         * throws, and {@link ThenceException.EffectUnknown}; the event is handled again then, by the policy, whatever
         * the handler makes of it. For an event that is handled again it is to be called with the same again; with
         * something else it fails.
         */
        <Q, A> A call(Effect<Q, A> effect, Q request);

        /**
         * The state of a fold as of now, in which at least this event and what was sent for it are: to see whether
         * something is done already. It is no lock, and may be another one when the event is handled again: what must
         * hold is for deciders to decide.
         */
        <K, S> S read(Fold<K, S> fold, K key);

        /** An id that is the same whenever the event is handled, and for no other event, reaction or name. */
        UUID id(String name);
    }

    /**
     * Which events a reaction takes, and in which order.
     *
     * @param about of which values: of all of those of one list, whichever; where there is none, of any
     * @param by    the key whose values are handled in order; the first of an event, where none is named
     * @param start where in the log it begins, where it has never run
     */
    public record Taking(List<List<KeyValue>> about, Optional<Key<?>> by, Start start) {

        private static final Taking ALL = new Taking(List.of(), Optional.empty(), Start.BEGINNING);

        public Taking {
            about = about.stream().map(List::copyOf).toList();
        }
    }

    /** Starts a reaction. */
    public static Reaction named(String name) {
        return new Reaction(name, List.of(), List.of(), List.of(), Optional.empty(), Policy.DEFAULT, Taking.ALL,
                CodePlace.ofCaller());
    }

    /** Says which commands it sends. */
    public Reaction sending(Class<?>... commands) {
        var more = new ArrayList<>(sends);
        more.addAll(Arrays.asList(commands));
        return new Reaction(name, more, calls, clauses, repeats, policy, taking, declared);
    }

    /** Says what it does outside. */
    public Reaction calling(Effect<?, ?>... effects) {
        var more = new ArrayList<>(calls);
        more.addAll(Arrays.asList(effects));
        return new Reaction(name, sends, more, clauses, repeats, policy, taking, declared);
    }

    /** Says what it does on events of {@code type}, a record or a sealed interface of records. */
    public <E> Reaction on(Class<E> type, Handler<E> handler) {
        return with(new Clause<>(type, handler, 1));
    }

    /**
     * Says what it does on events of {@code type} together: those that have come while it was at work on others, up to
     * {@code most}, each of another key. Nobody waits for a batch to be full. Where it fails, each is handled by
     * itself, so that one that cannot be handled keeps no other from it.
     *
     * @param most 1 to {@value #BATCH_MAX}; not more than there are lanes are ever together
     */
    public <E> Reaction onBatch(Class<E> type, int most, BatchHandler<E> handler) {
        if (most < 1 || most > BATCH_MAX) {
            throw new IllegalArgumentException("reaction '" + name + "': batches of " + most + ": 1 to " + BATCH_MAX);
        }
        return with(new Clause<>(type, handler, most));
    }

    private Reaction with(Clause<?> clause) {
        var more = new ArrayList<>(clauses);
        more.add(clause);
        return new Reaction(name, sends, calls, more, repeats, policy, taking, declared);
    }

    /** Says what is done about an event that it fails on; {@link Policy#DEFAULT} where nothing is said. */
    public Reaction policy(Policy other) {
        return new Reaction(name, sends, calls, clauses, repeats, other, taking, declared);
    }

    /**
     * Says where in the log it begins where it has never run; with the first event, where nothing is said. Once it has
     * run it goes on where it was.
     */
    public Reaction startingAt(Start other) {
        return taking(new Taking(taking.about(), taking.by(), other));
    }

    /**
     * Says that it takes only events that are filed under all of {@code values}, as in {@code COUNTRY.value("cz")}: the
     * store finds these, and reads no others. Said again, it takes those of the other values too. It goes on where it
     * was when that changes: what it has passed over it does not come back to.
     */
    public Reaction about(KeyValue... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("reaction '" + name + "': about(..) needs at least one value of a key");
        }
        var more = new ArrayList<>(taking.about());
        more.add(Arrays.asList(values));
        return taking(new Taking(more, taking.by(), taking.start()));
    }

    /**
     * Says that it takes events of one value of {@code key} in their order, and one at a time, under whatever else they
     * are filed; by the first key of each, where nothing is said. Each type that it reads is filed under one value.
     */
    public Reaction by(Key<?> key) {
        return taking(new Taking(taking.about(), Optional.of(key), taking.start()));
    }

    private Reaction taking(Taking other) {
        return new Reaction(name, sends, calls, clauses, repeats, policy, other, declared);
    }

    /**
     * Says that events of its commands may lead back to it, and why that ends: an application in which they do is
     * refused otherwise. A part of the circle that says so is enough.
     */
    public Reaction mayRepeat(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reaction '" + name + "': mayRepeat(..) needs the reason why it ends");
        }
        return new Reaction(name, sends, calls, clauses, Optional.of(reason), policy, taking, declared);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
 * @param clauses what it does on each type of event
 * @param repeats why what its commands lead to may come back to it, where that is said
 * @param policy  what is done about an event that it fails on
 * @param start   where in the log it begins, where it has never run
 * @param declared where the code declares it
 */
public record Reaction(
        String name, List<Class<?>> sends, List<Clause<?>> clauses, Optional<String> repeats, Policy policy,
        Start start, CodePlace declared)
        implements Part {

    public Reaction {
        Names.check("reaction", name);
        sends = List.copyOf(sends);
        clauses = List.copyOf(clauses);
    }

    /** What is done on one type of event: a record, or a sealed interface of records. */
    public record Clause<E>(Class<E> type, Handler<E> handler) {}

    /** Handles one event. It may block; it may be called again for the same event after a crash. */
    @FunctionalInterface
    public interface Handler<E> {
        /** Handles {@code event}. */
        void handle(E event, Out out);
    }

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
    }

    /** Starts a reaction. */
    public static Reaction named(String name) {
        return new Reaction(name, List.of(), List.of(), Optional.empty(), Policy.DEFAULT, Start.BEGINNING,
                CodePlace.ofCaller());
    }

    /** Says which commands it sends. */
    public Reaction sending(Class<?>... commands) {
        var more = new ArrayList<>(sends);
        more.addAll(Arrays.asList(commands));
        return new Reaction(name, more, clauses, repeats, policy, start, declared);
    }

    /** Says what it does on events of {@code type}, a record or a sealed interface of records. */
    public <E> Reaction on(Class<E> type, Handler<E> handler) {
        var more = new ArrayList<>(clauses);
        more.add(new Clause<>(type, handler));
        return new Reaction(name, sends, more, repeats, policy, start, declared);
    }

    /** Says what is done about an event that it fails on; {@link Policy#DEFAULT} where nothing is said. */
    public Reaction policy(Policy other) {
        return new Reaction(name, sends, clauses, repeats, other, start, declared);
    }

    /**
     * Says where in the log it begins where it has never run; with the first event, where nothing is said. Once it has
     * run it goes on where it was.
     */
    public Reaction startingAt(Start other) {
        return new Reaction(name, sends, clauses, repeats, policy, other, declared);
    }

    /**
     * Says that events of its commands may lead back to it, and why that ends: an application in which they do is
     * refused otherwise. A part of the circle that says so is enough.
     */
    public Reaction mayRepeat(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reaction '" + name + "': mayRepeat(..) needs the reason why it ends");
        }
        return new Reaction(name, sends, clauses, Optional.of(reason), policy, start, declared);
    }
}

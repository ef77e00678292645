// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps SQL tables up to date with events. The tables are derived: they can be dropped and built again from the log,
 * and are, when their version changes or when they belong to another log.
 *
 * @param name    the name of its database and checkpoint; never changes
 * @param version raised when the tables change, or the clauses so that rows would be others: then they are built anew;
 *                other tables at the same version are refused at the start, other clauses are told there, once
 * @param tables  the statements that make its tables
 * @param clauses what each type of event does to them
 * @param erasings what becomes of a person's rows who is forgotten
 * @param parallelBy the key whose values are handled in several lanes
 * @param annulling what becomes of what an event did that is annulled
 * @param swapping what tables that were built beside others must be before they take their place
 * @param policy   what becomes of events that its clauses fail on
 * @param declared where the code declares it
 */
public record Projection(
        String name,
        int version,
        List<String> tables,
        List<Clause<?>> clauses,
        List<Erasing> erasings,
        Optional<Key<?>> parallelBy,
        Annulling annulling,
        Swapping swapping,
        Policy policy,
        CodePlace declared)
        implements Part {

    /**
     * What is done about an event that fails where nothing else is said: three attempts within about 300 ms, then it is
     * given up, and its key waits. What cannot be decoded, or is a fault of the code by its type, is given up at once.
     * What passes by itself, as a database that is out of reach, is no event's fault and counts as no attempt.
     */
    public static final Policy POLICY = Policy.DEFAULT.attempts(3)
            .resting(Duration.ofMillis(100), Duration.ofSeconds(1))
            .on(AssertionError.class, Policy.Action.RETRY)
            .on(LinkageError.class, Policy.Action.RETRY)
            .on(StackOverflowError.class, Policy.Action.RETRY);

    private static final int LANES = 4;

    /** A projection that is declared where this is called. */
    public Projection(String name, int version, List<String> tables, List<Clause<?>> clauses, List<Erasing> erasings,
            Optional<Key<?>> parallelBy, Annulling annulling, Swapping swapping) {
        this(name, version, tables, clauses, erasings, parallelBy, annulling, swapping, POLICY, CodePlace.ofCaller());
    }

    public Projection {
        Names.check("projection", name);
        if (version < 1) {
            throw new IllegalArgumentException("projection '" + name + "': versions start at 1, not " + version);
        }
        tables = List.copyOf(tables);
        clauses = List.copyOf(clauses);
        erasings = List.copyOf(erasings);
    }

    /** What one type of event does: a record, or a sealed interface of records. */
    public record Clause<E>(Class<E> type, Handler<E> handler) {}

    /**
     * Writes what one event changes. It runs in one transaction with the checkpoint, possibly with other events.
     * Serializable so that its code can be found and compared with what built the rows; it is never stored.
     */
    @FunctionalInterface
    public interface Handler<E> extends Serializable {
        /** Handles {@code event}. */
        void handle(Tables tables, E event);
    }

    /** What is done when a value of {@code key} is forgotten. */
    public record Erasing(Key<?> key, Eraser eraser) {}

    /**
     * Blanks what the tables hold of a person: its rows are found by the filed value of the person's key. Serializable
     * as {@link Handler} is.
     */
    @FunctionalInterface
    public interface Eraser extends Serializable {
        /**
         * Blanks the rows of one person. It is called again when rows of a key are made anew that were about the
         * person: a second call changes nothing more.
         *
         * @param subject the filed value: what {@link Tables#filed} gave when the rows were written
         */
        void erase(Tables tables, String subject);
    }

    /**
     * What is done about what an event did that is annulled.
     *
     * @param undoings what undoes it, by type
     * @param rebuilt  whether, where nothing undoes it, the tables are built anew without the event
     */
    public record Annulling(List<Clause<?>> undoings, boolean rebuilt) {

        /** Nothing: events that it reads cannot be annulled. */
        public static final Annulling NONE = new Annulling(List.of(), false);

        public Annulling {
            undoings = List.copyOf(undoings);
        }
    }

    /**
     * How its tables take the place of others.
     *
     * @param checks what is asked of them before
     * @param older  the version before, which goes on and answers until then
     * @param lossy  whether they may lack what events did that were removed from the log
     */
    public record Swapping(List<Check> checks, Optional<Projection> older, boolean lossy) {

        /** Nothing is asked of them, and there was nothing before. */
        static final Swapping AT_ONCE = new Swapping(List.of(), Optional.empty(), false);

        public Swapping {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Something that is true of right tables.
     *
     * @param what in words
     * @param sql  a query with one row of one boolean
     */
    public record Check(String what, String sql) {}

    /** A projection on plain SQL. */
    public static Projection sql(String name, int version, String... tables) {
        return new Projection(name, version, List.of(tables), List.of(), List.of(), Optional.empty(),
                Annulling.NONE, Swapping.AT_ONCE, POLICY, CodePlace.ofCaller());
    }

    /** A projection on a model in memory, which {@code start} makes. */
    public static <M> MemoryProjection<M> inMemory(String name, Supplier<M> start) {
        return new MemoryProjection<>(name, start, List.of(), MemoryProjection.POLICY, CodePlace.ofCaller());
    }

    /** A projection in a store of any kind, that says what it reads. */
    public static StoreProjection into(String name, ProjectionStore store) {
        return new StoreProjection(name, store, List.of(), POLICY, CodePlace.ofCaller());
    }

    /** Says what events of {@code type} do, a record or a sealed interface of records. */
    public <E> Projection on(Class<E> type, Handler<E> handler) {
        var more = new ArrayList<>(clauses);
        more.add(new Clause<>(type, handler));
        return new Projection(name, version, tables, more, erasings, parallelBy, annulling, swapping, policy, declared);
    }

    /**
     * Says what is done when a value of {@code key} is forgotten. A projection that reads personal components must say
     * it for the key of their subject.
     */
    public Projection onErased(Key<?> key, Eraser eraser) {
        var more = new ArrayList<>(erasings);
        more.add(new Erasing(key, eraser));
        return new Projection(name, version, tables, clauses, more, parallelBy, annulling, swapping, policy, declared);
    }

    /**
     * Says how to undo what an event of {@code type} did that is annulled: a record or a sealed interface of records.
     * It sees the event that was annulled, after all that came between; what is built after an annulment never takes
     * the event in.
     */
    public <E> Projection onAnnulled(Class<E> type, Handler<E> handler) {
        var more = new ArrayList<>(annulling.undoings());
        more.add(new Clause<>(type, handler));
        return annulling(new Annulling(more, annulling.rebuilt()));
    }

    /**
     * Lets the tables be built anew, without it, when an event is annulled that they hold and that no {@link
     * #onAnnulled} undoes. Until then queries wait, or answer that it is rebuilding.
     */
    public Projection rebuildOnAnnul() {
        return annulling(new Annulling(annulling.undoings(), true));
    }

    private Projection annulling(Annulling other) {
        return new Projection(name, version, tables, clauses, erasings, parallelBy, other, swapping, policy, declared);
    }

    /**
     * Has events handled in several lanes, each with a transaction and a checkpoint of its own: those of one value of
     * {@code key} in order, in one lane. Every event that it reads is filed under one value of the key, and changes
     * rows of that value alone. Where the first column of each table's primary key has the key's name ({@code _} for
     * its dots and dashes) and holds the value as it is filed, the rows of one value can be built anew.
     */
    public Projection parallelBy(Key<?> key) {
        return new Projection(name, version, tables, clauses, erasings, Optional.of(key), annulling, swapping,
                policy, declared);
    }

    /**
     * Says what is done about events that fail: how often each is tried in all, after which rests, and what is done
     * about failures of some types. The key of such an event waits meanwhile, other keys go on. Guards of a policy, its
     * lanes and how many dead letters it allows are not for projections.
     */
    public Projection policy(Policy other) {
        return new Projection(name, version, tables, clauses, erasings, parallelBy, annulling, swapping, other,
                declared);
    }

    /** How many lanes handle its events. */
    public int lanes() {
        return parallelBy.isPresent() ? LANES : 1;
    }

    /**
     * Says what must be true of tables that were built beside those that answer, before they take their place.
     *
     * @param what in words, for messages: "no balance is below zero"
     * @param sql  a query whose one row has one boolean
     */
    public Projection checking(String what, String sql) {
        var more = new ArrayList<>(swapping.checks());
        more.add(new Check(what, sql));
        return new Projection(name, version, tables, clauses, erasings, parallelBy, annulling,
                new Swapping(more, swapping.older(), swapping.lossy()), policy, declared);
    }

    /**
     * Says that {@code older} goes on and answers, where its tables are there, until those of this version are built
     * beside them and swapped in. Queries must fit the tables of both.
     *
     * @throws IllegalArgumentException if that is no lower version of the same projection
     */
    public Projection replacing(Projection older) {
        if (!older.name().equals(name) || older.version() >= version) {
            throw new IllegalArgumentException("projection '" + name + "', version " + version + ", cannot replace '"
                    + older.name() + "', version " + older.version()
                    + ": it replaces a lower version of the same name");
        }
        return new Projection(name, version, tables, clauses, erasings, parallelBy, annulling,
                new Swapping(swapping.checks(), Optional.of(older), swapping.lossy()), policy, declared);
    }

    /**
     * Lets tables be built anew from what is left of the log, where events that it reads were removed, truncated or no
     * longer retained: the rows then follow the log. For a projection that reads the summaries by which books are
     * closed, or that shows only what is retained. Else tables that would lose rows by that do not take the place of
     * others, and nothing is annulled that {@link #rebuildOnAnnul} would lose them by.
     */
    public Projection fromWhatIsLeft() {
        return new Projection(name, version, tables, clauses, erasings, parallelBy, annulling,
                new Swapping(swapping.checks(), swapping.older(), true), policy, declared);
    }
}

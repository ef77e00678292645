// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps SQL tables up to date with events. The tables are derived: they can be dropped and built again from the log,
 * and are, when their version changes or when they belong to another log.
 *
 * @param name    the name of its database and checkpoint; never changes
 * @param version raised whenever the tables or the clauses change: then they are built anew
 * @param tables  the statements that make its tables
 * @param clauses what each type of event does to them
 * @param erasings what becomes of a person's rows who is forgotten
 * @param parallelBy the key whose values are handled in several lanes
 * @param declared where the code declares it
 */
public record Projection(
        String name,
        int version,
        List<String> tables,
        List<Clause<?>> clauses,
        List<Erasing> erasings,
        Optional<Key<?>> parallelBy,
        CodePlace declared)
        implements Part {

    private static final int LANES = 4;

    /** A projection that is declared here. */
    public Projection(String name, int version, List<String> tables, List<Clause<?>> clauses, List<Erasing> erasings,
            Optional<Key<?>> parallelBy) {
        this(name, version, tables, clauses, erasings, parallelBy, CodePlace.ofCaller());
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

    /** Writes what one event changes. It runs in one transaction with the checkpoint, possibly with other events. */
    @FunctionalInterface
    public interface Handler<E> {
        /** Handles {@code event}. */
        void handle(Tables tables, E event);
    }

    /** What is done when a value of {@code key} is forgotten. */
    public record Erasing(Key<?> key, Eraser eraser) {}

    /** Blanks what the tables hold of a person: its rows are found by the filed value of the person's key. */
    @FunctionalInterface
    public interface Eraser {
        /**
         * Blanks the rows of one person.
         *
         * @param subject the filed value: what {@link Tables#filed} gave when the rows were written
         */
        void erase(Tables tables, String subject);
    }

    /** A projection on plain SQL. */
    public static Projection sql(String name, int version, String... tables) {
        return new Projection(name, version, List.of(tables), List.of(), List.of(), Optional.empty());
    }

    /** A projection on a model in memory, which {@code start} makes. */
    public static <M> MemoryProjection<M> inMemory(String name, Supplier<M> start) {
        return new MemoryProjection<>(name, start, List.of(), CodePlace.ofCaller());
    }

    /** Says what events of {@code type} do, a record or a sealed interface of records. */
    public <E> Projection on(Class<E> type, Handler<E> handler) {
        var more = new ArrayList<>(clauses);
        more.add(new Clause<>(type, handler));
        return new Projection(name, version, tables, more, erasings, parallelBy, declared);
    }

    /**
     * Says what is done when a value of {@code key} is forgotten. A projection that reads personal components must say
     * it for the key of their subject.
     */
    public Projection onErased(Key<?> key, Eraser eraser) {
        var more = new ArrayList<>(erasings);
        more.add(new Erasing(key, eraser));
        return new Projection(name, version, tables, clauses, more, parallelBy, declared);
    }

    /**
     * Has events handled in several lanes, each with a transaction and a checkpoint of its own: those of one value of
     * {@code key} in order, in one lane. Every event that it reads is filed under one value of the key, and changes
     * rows of that value alone.
     */
    public Projection parallelBy(Key<?> key) {
        return new Projection(name, version, tables, clauses, erasings, Optional.of(key), declared);
    }

    /** How many lanes handle its events. */
    public int lanes() {
        return parallelBy.isPresent() ? LANES : 1;
    }
}

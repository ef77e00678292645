// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps SQL tables up to date with events. The tables are derived: they can be dropped and built again from the log,
 * and are, when their version changes or when they belong to another log.
 *
 * @param name    the name of its database and checkpoint; never changes
 * @param version raised whenever the tables or the clauses change: then they are built anew
 * @param tables  the statements that make its tables
 * @param clauses what each type of event does to them
 */
public record Projection(String name, int version, List<String> tables, List<Clause<?>> clauses) implements Part {

    public Projection {
        Names.check("projection", name);
        if (version < 1) {
            throw new IllegalArgumentException("projection '" + name + "': versions start at 1, not " + version);
        }
        tables = List.copyOf(tables);
        clauses = List.copyOf(clauses);
    }

    /** What one type of event does: a record, or a sealed interface of records. */
    public record Clause<E>(Class<E> type, Handler<E> handler) {}

    /** Writes what one event changes. It runs in one transaction with the checkpoint, possibly with other events. */
    @FunctionalInterface
    public interface Handler<E> {
        /** Handles {@code event}. */
        void handle(Tables tables, E event);
    }

    /** A projection on plain SQL. */
    public static Projection sql(String name, int version, String... tables) {
        return new Projection(name, version, List.of(tables), List.of());
    }

    /** Says what events of {@code type} do, a record or a sealed interface of records. */
    public <E> Projection on(Class<E> type, Handler<E> handler) {
        var more = new ArrayList<>(clauses);
        more.add(new Clause<>(type, handler));
        return new Projection(name, version, tables, more);
    }
}

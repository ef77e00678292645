// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.Row;
import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.Visibility;
import io.thence.view.sql.Dialect;
import io.thence.view.sql.SqlTrouble;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A question to a projection's tables. Immutable; may be kept and asked often, from any thread.
 *
 * @param served  the view that is asked, at any moment
 * @param reached how far it must have come
 */
public record ViewQuery(Supplier<SqlView> served, Reached reached) {

    /** A question that does not wait for anything newer. */
    public static ViewQuery of(SqlView view) {
        return new ViewQuery(() -> view, Reached.START);
    }

    /** The same, answered only when the view has seen what {@code outcome} wrote: read your own writes. */
    public ViewQuery after(Outcome outcome) {
        return new ViewQuery(served, reached.after(outcome));
    }

    /** The same, answered only when the view has seen everything up to {@code position}. */
    public ViewQuery upTo(Position position) {
        return new ViewQuery(served, reached.upTo(position));
    }

    /** The same, answered only when nothing up to there waits for a key that is parked: the strict form. */
    public ViewQuery wholePrefix() {
        return new ViewQuery(served, reached.wholePrefix());
    }

    /** The same, waiting at most {@code limit}, and for the database in whole seconds. */
    public ViewQuery within(Duration limit) {
        return new ViewQuery(served, reached.within(limit));
    }

    /**
     * Whether the view shows what is asked for; waits for it as a question does.
     *
     * @throws io.thence.ThenceException.PartStopped if it has stopped
     */
    public Visibility visibility() {
        return asked(reached::await);
    }

    /** Asks the view that answers, and once more where it was swapped meanwhile: who asks later may not see less. */
    private <T> T asked(Function<SqlView, T> question) {
        while (true) {
            var view = served.get();
            try {
                var answer = question.apply(view);
                if (served.get() == view) {
                    return answer;
                }
            } catch (ThenceException e) {
                if (served.get() == view) {
                    throw e;
                }
            }
        }
    }

    /**
     * The rows of a query, each turned into a value by a function that does nothing else: where the tables are swapped
     * meanwhile, it is asked again.
     *
     * @throws io.thence.ThenceException.Blocked     if what is asked for waits for a key that is parked
     * @throws Behind                                  if the view has not come far enough in time, or is rebuilding, or
     *                                                 the query, with others before it, takes longer
     * @throws io.thence.ThenceException.PartStopped if it has stopped
     */
    public <T> List<T> list(String sql, Function<Row, T> value, Object... arguments) {
        return asked(view -> list(view, sql, value, arguments));
    }

    private <T> List<T> list(SqlView view, String sql, Function<Row, T> value, Object... arguments) {
        var progress = view.progress();
        long deadline = progress.deadline(reached.limit());
        try {
            while (true) {
                long clearings = view.clearings();
                reached.within(progress.left(deadline)).require(view);
                var answer = view.ask(progress.left(deadline), connection -> {
                    if (!reached.isMet(view)) {
                        return Optional.<List<T>>empty();
                    }
                    try (var statement = prepared(connection, sql, progress.left(deadline))) {
                        bind(statement, arguments);
                        return Optional.of(values(statement, value));
                    }
                });
                if (answer.isPresent() && view.clearings() == clearings) {
                    return answer.get();
                } // the view, or a key in it, has begun again in between
            }
        } catch (SQLException e) {
            throw switch (SqlTrouble.of(e)) {
                case SLOW -> new Behind("a query took longer than its limit of " + reached.limit() + " ("
                        + e.getMessage() + "): have it read less, or wait longer by within(..): " + sql);
                case EVENT -> new BadRequest("the query failed (" + e.getMessage() + "): " + sql);
                case DEADLOCK, DATABASE, DAMAGED ->
                    new Behind("the database does not answer a query (" + e.getMessage() + "): ask again");
            };
        }
    }

    /** A statement that ends when {@code left} is over. */
    private static PreparedStatement prepared(Connection connection, String sql, Duration left) throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(seconds(left));
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** JDBC counts in seconds, and 0 would be no limit. */
    private static int seconds(Duration left) {
        return Math.clamp(left.plusNanos(999_999_999).toSeconds(), 1, Integer.MAX_VALUE);
    }

    private static <T> List<T> values(PreparedStatement statement, Function<Row, T> value) throws SQLException {
        var values = new ArrayList<T>();
        try (var rows = statement.executeQuery()) {
            var row = new ResultRow(rows);
            while (rows.next()) {
                values.add(value.apply(row));
            }
        }
        return values;
    }

    /** The one row of a query. */
    public <T> T one(String sql, Function<Row, T> value, Object... arguments) {
        var values = list(sql, value, arguments);
        if (values.size() != 1) {
            throw new BadRequest("the query gives " + values.size() + " rows, not one: " + sql);
        }
        return values.getFirst();
    }

    private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Dialect.bind(statement, i + 1, arguments[i]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;
import java.util.function.Function;

/** The projections that an answer comes from; each has come as far as is asked for. */
public interface Reading {

    /** The rows of a query to the tables of {@code projection}, each turned into a value. */
    <T> List<T> list(Projection projection, String sql, Function<Row, T> value, Object... arguments);

    /**
     * The one row of a query.
     *
     * @throws ThenceException.BadRequest if there is not exactly one
     */
    <T> T one(Projection projection, String sql, Function<Row, T> value, Object... arguments);

    /**
     * What {@code question} says of the model of {@code projection}, which stands still meanwhile: it must not wait,
     * change the model, or let it out.
     */
    <M, T> T read(MemoryProjection<M> projection, Function<M, T> question);
}

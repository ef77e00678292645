// SPDX-License-Identifier: Apache-2.0
package io.thence.query;

import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Reading;
import io.thence.Row;
import io.thence.ThenceException.BadRequest;
import io.thence.view.MemoryQuery;
import io.thence.view.Reached;
import io.thence.view.ViewQuery;
import java.util.List;
import java.util.function.Function;

/** What one handler reads, of the projections that its queries say they are over. */
record Readings(Queries queries, Sources sources, Reached reached) implements Reading {

    private void require(Part projection) {
        if (!queries.over().contains(projection)) {
            throw new BadRequest("queries '" + queries.name() + "' read projection '" + projection.name()
                    + "', which they do not say: add it to over(..)");
        }
    }

    private ViewQuery tables(Projection projection) {
        require(projection);
        return new ViewQuery(sources.query(projection).served(), reached);
    }

    @Override
    public <T> List<T> list(Projection projection, String sql, Function<Row, T> value, Object... arguments) {
        return tables(projection).list(sql, value, arguments);
    }

    @Override
    public <T> T one(Projection projection, String sql, Function<Row, T> value, Object... arguments) {
        return tables(projection).one(sql, value, arguments);
    }

    @Override
    public <M, T> T read(MemoryProjection<M> projection, Function<M, T> question) {
        require(projection);
        return new MemoryQuery<>(sources.query(projection).view(), reached).read(question);
    }
}

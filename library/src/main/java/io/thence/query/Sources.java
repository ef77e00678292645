// SPDX-License-Identifier: Apache-2.0
package io.thence.query;

import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Projection;
import io.thence.view.MemoryQuery;
import io.thence.view.ReadModel;
import io.thence.view.ViewQuery;

/** The projections that run. May be used from any thread. */
public interface Sources {

    /** A question to the tables of {@code projection}. */
    ViewQuery query(Projection projection);

    /** A question to the model of {@code projection}. */
    <M> MemoryQuery<M> query(MemoryProjection<M> projection);

    /** What answers for {@code projection} at this moment. */
    ReadModel readModel(Part projection);
}

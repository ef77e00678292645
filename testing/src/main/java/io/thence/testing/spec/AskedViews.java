// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.query.Sources;
import io.thence.view.MemoryQuery;
import io.thence.view.MemoryView;
import io.thence.view.ReadModel;
import io.thence.view.SqlView;
import io.thence.view.ViewDatabases;
import io.thence.view.ViewQuery;
import io.thence.world.Closing;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The projections of an application, each started when it is first asked. For one thread. */
final class AskedViews implements Sources, AutoCloseable {

    private final Application application;
    private final Ports ports;
    private final ViewDatabases databases;
    private final Map<String, ReadModel> views = new HashMap<>();
    private final List<World.Running> running = new ArrayList<>();

    AskedViews(Application application, Ports ports, ViewDatabases databases) {
        this.application = application;
        this.ports = ports;
        this.databases = databases;
    }

    @Override
    public ViewQuery query(Projection projection) {
        return ViewQuery.of((SqlView) readModel(projection));
    }

    @Override
    @SuppressWarnings("unchecked") // a projection's view is of its model's type
    public <M> MemoryQuery<M> query(MemoryProjection<M> projection) {
        return MemoryQuery.of((MemoryView<M>) readModel(projection));
    }

    @Override
    public ReadModel readModel(Part projection) {
        if (!application.parts().contains(projection)) {
            throw new BadRequest("'" + projection.name() + "' is no projection of application '" + application.name()
                    + "': add it to what the test is made of");
        }
        var known = views.get(projection.name());
        if (known != null) {
            return known;
        }
        var view = switch (projection) {
            case Projection tables -> started(new SqlView(tables, ports, databases));
            case MemoryProjection<?> model -> started(new MemoryView<>(model, ports));
            default -> throw new BadRequest("'" + projection.name() + "' has nothing that can be asked");
        };
        views.put(projection.name(), view);
        return view;
    }

    private ReadModel started(ReadModel view) {
        running.add(view.start());
        return view;
    }

    @Override
    public void close() {
        Closing.all(running.reversed().stream().map(machine -> machine::stop));
    }
}

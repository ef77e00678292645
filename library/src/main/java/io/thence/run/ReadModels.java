// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Projection;
import io.thence.StoreProjection;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.query.Sources;
import io.thence.view.MemoryQuery;
import io.thence.view.MemoryView;
import io.thence.view.ReadModel;
import io.thence.view.StoreView;
import io.thence.view.ToldProjection;
import io.thence.view.ViewCopies;
import io.thence.view.ViewDatabases;
import io.thence.view.ViewQuery;
import io.thence.world.Closing;
import io.thence.world.Turn;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The read models of an application that runs. They are started once; then any thread may ask. */
final class ReadModels implements Sources, AutoCloseable {

    private final String application;
    private final Ports ports;
    private final ViewDatabases databases;
    private final Map<String, ViewCopies> copies = new LinkedHashMap<>();
    private final Map<String, MemoryView<?>> models = new LinkedHashMap<>();
    private final Map<String, StoreView> stores = new LinkedHashMap<>();
    private final List<World.Running> running = new ArrayList<>();
    private final Turn catalog;

    /** Those of {@code application}, which is one of several whose read models lie in one place. */
    ReadModels(String application, Ports ports, AllReadModels all) {
        this.application = application;
        this.ports = ports;
        databases = all.databases();
        catalog = all.catalog();
        all.add(this);
    }

    /** Starts all that {@code parts} has. */
    void start(Application parts) {
        ports.supervisor().start(application + "-watch");
        parts.projections().forEach(projection ->
                copies.put(projection.name(), new ViewCopies(projection, ports, databases, catalog)));
        parts.memoryProjections().forEach(this::start);
        parts.storeProjections().forEach(projection -> {
            var view = new StoreView(projection, ports);
            running.add(view.start());
            stores.put(projection.name(), view);
        });
    }

    private <M> void start(MemoryProjection<M> projection) {
        var view = new MemoryView<>(projection, ports);
        running.add(view.start());
        models.put(projection.name(), view);
    }

    /** All that run, also those that are built beside others. */
    List<ReadModel> views() {
        var all = new ArrayList<ReadModel>();
        copies.values().forEach(each -> all.addAll(each.all()));
        all.addAll(models.values());
        all.addAll(stores.values());
        return all;
    }

    /** The databases of all that run. */
    List<String> databases() {
        return copies.values().stream().flatMap(models -> models.databases().stream()).toList();
    }

    ViewCopies copies(Projection projection) {
        return part(copies, projection);
    }

    @Override
    public ViewQuery query(Projection projection) {
        return copies(projection).query();
    }

    @Override
    @SuppressWarnings("unchecked") // a projection's view is of its model's type
    public <M> MemoryQuery<M> query(MemoryProjection<M> projection) {
        return MemoryQuery.of((MemoryView<M>) part(models, projection));
    }

    @Override
    public ReadModel readModel(Part projection) {
        var model = models.get(projection.name());
        var store = stores.get(projection.name());
        return model != null ? model : store != null ? store : part(copies, projection).serving();
    }

    /** A projection that runs, for who tells it something. */
    Optional<ToldProjection> told(Part part) {
        return switch (part) {
            case Projection projection -> Optional.of(copies(projection).told());
            case MemoryProjection<?> _ -> Optional.of(part(models, part).told());
            case StoreProjection _ -> Optional.of(part(stores, part).told());
            default -> Optional.empty();
        };
    }

    private <T> T part(Map<String, T> parts, Part part) {
        var found = parts.get(part.name());
        if (found == null) {
            throw new BadRequest("'" + part.name() + "' is no running part of application '" + application
                    + "': add it to with(..)");
        }
        return found;
    }

    @Override
    public void close() {
        Closing.all(Stream.concat(running.reversed().stream().map(machine -> machine::stop),
                copies.values().stream().map(each -> each::close)));
    }
}

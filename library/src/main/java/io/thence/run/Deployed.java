// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Deployment;
import io.thence.Forgotten;
import io.thence.Health;
import io.thence.KeyValue;
import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.StartRefused;
import io.thence.ThenceException.Stopped;
import io.thence.command.Folder;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.event.SystemStream;
import io.thence.keep.BackupReport;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.log.Wanted;
import io.thence.personal.Privacy;
import io.thence.snapshot.Snapshots;
import io.thence.store.StoredEvent;
import io.thence.supervise.DiskWatch;
import io.thence.supervise.Supervisor;
import io.thence.view.Following;
import io.thence.world.Closing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The applications of a deployment, running over one store. What concerns the store is done for all of them, whichever
 * of them is asked: compaction, backup, annulling, forgetting. All methods may be called from any thread.
 *
 * <p>Applications may be closed in any order. The store is closed with the last of them; what one that is closed has
 * not taken in yet stays in the log.
 */
public final class Deployed implements AutoCloseable {

    private final Engine engine;
    private final LogStore store;
    private final AllReadModels readModels;
    private final Map<Application, Ports> ports = new LinkedHashMap<>();
    private final Map<String, Thence> applications = new LinkedHashMap<>();
    private final AtomicInteger open;
    private final Set<String> alerts;
    private final StoreHealth health;
    private volatile Optional<Forgetting> forgetting = Optional.empty();
    private final Closings forgettings = new Closings();
    private final Closings closings = new Closings();

    private Deployed(Deployment deployment, Engine engine) {
        this.engine = engine;
        open = new AtomicInteger(deployment.applications().size());
        alerts = deployment.whole().alerts().stream().map(Alert::name).collect(Collectors.toSet());
        closings.push(engine.disk()::close);
        engine.world().fork("load-json", Json::load); // while the disk is waited for
        store = LogStore.open(engine.world(), engine.disk(), engine.log());
        closings.push(store::close);
        readModels = new AllReadModels(engine.views(), engine.world());
        try {
            var system = new SystemStream(engine.world(), store, engine.supervision());
            closings.push(system::close);
            var disk = new DiskWatch(engine.disk(), engine.supervision().diskFreeMin(), system::tell);
            closings.push(engine.world().start("disk-watch", disk)::stop);
            health = new StoreHealth(store, disk, system.supervisor());
            start(deployment, system);
        } catch (RuntimeException | Error e) {
            Closing.after(e, Stream.of(this::close, closings::close));
            throw e;
        }
    }

    /**
     * Runs the applications of {@code deployment} on {@code engine}; hot states of each may take their share of what
     * the engine says.
     *
     * @throws StartRefused              if there are problems, or the log holds newer versions of events than are read:
     *                                   all are listed
     * @throws InUse                     if another process has the directory
     * @throws ThenceException.Corrupt   if the log is damaged
     */
    public static Deployed run(Deployment deployment, Engine engine) {
        StartChecks.of(deployment, engine);
        try {
            return new Deployed(deployment, engine);
        } catch (InUse e) {
            throw e; // the disk is another one's
        } catch (RuntimeException e) {
            engine.disk().close();
            throw e;
        }
    }

    private void start(Deployment deployment, SystemStream system) {
        var personal = PersonalData.of(deployment.whole(), engine, store, closings);
        deployment.applications().forEach(application -> ports.put(application,
                Ports.of(application, engine.world(), store,
                        personal.map(data -> data.privacy(application.personalKeys())).orElse(Privacy.NONE))
                        .supervisor(new Supervisor(engine.supervision(), engine.world(), system::tell))
                        .outside(engine.outside())
                        .telemetry(engine.telemetry().of(application.name()))));
        var snapshots = Snapshots.open(ports, engine.disk(), engine.snapshots());
        closings.push(snapshots::close);
        long hotBytes = engine.hotStateBytes() / ports.size();
        ports.forEach((application, each) -> applications.put(application.name(),
                new Thence(application, each, new Folder(each, hotBytes, snapshots), this)));
        StartChecks.of(deployment, store, ports);
        applications.values().forEach(Thence::startReadModels);
        personal.ifPresent(data -> start(data, snapshots));
        applications.values().forEach(Thence::startProcessors);
    }

    private void start(PersonalData data, Snapshots snapshots) {
        var machine = new Forgetting(data, engine, new Forgetting.Knowing(
                applications.values().stream().map(Thence::folder).toList(), snapshots, readModels));
        forgetting = Optional.of(machine);
        forgettings.push(machine.start(engine.world())::stop);
    }

    /**
     * One of the applications, by its name.
     *
     * @throws BadRequest if it is none of them
     */
    public Thence of(String application) {
        var found = applications.get(application);
        if (found == null) {
            throw new BadRequest("application '" + application + "' is not among those that run here, "
                    + applications.keySet() + ": add it to the deployment");
        }
        return found;
    }

    /** All applications, in the order in which they have started. */
    public List<Thence> applications() {
        return List.copyOf(applications.values());
    }

    /** How all of them are: live, or ready, if each one is. */
    public Health health() {
        var each = applications.values().stream().map(Thence::health).toList();
        return new Health(each.stream().allMatch(Health::live), each.stream().allMatch(Health::ready),
                each.stream().flatMap(one -> one.reasons().stream()).distinct().toList());
    }

    StoreHealth storeHealth() {
        return health;
    }

    /** The names of the alerts of all applications. */
    Set<String> alerts() {
        return alerts;
    }

    AllReadModels readModels() {
        return readModels;
    }

    /** What all applications allow to be annulled: it throws where one of them could not follow. */
    Consumer<List<StoredEvent>> following() {
        var all = ports.entrySet().stream().map(each -> Following.all(each.getKey(), each.getValue())).toList();
        return events -> all.forEach(each -> each.accept(events));
    }

    /** Nothing goes that one of the applications still needs, also one that is closed. */
    Compaction compact(CompactionSettings settings) {
        return store.compact(settings, applications.values().stream().map(each -> each.processors().wanted())
                .reduce(readModels.wanted(), Wanted::and));
    }

    BackupReport backup(Path directory) {
        return engine.backup(directory);
    }

    /** Forgets a person in all applications. */
    Forgotten forget(KeyValue subject) {
        return forgetting.orElseThrow(() -> new Stopped("an application that runs over this store is closed, and the"
                + " person is to be forgotten in all of them: nothing was done; ask after the next start"))
                .forget(subject);
    }

    /** An application is about to close its read models: what is left of forgetting is done at the next start. */
    void forgetNoMore() {
        forgetting = Optional.empty();
        forgettings.close();
    }

    /** An application is closed, and all that ran of it: the last one closes the store. */
    void closed() {
        if (open.decrementAndGet() == 0) {
            closings.close();
        }
    }

    /** Closes all that still run, the last first, and the store. */
    @Override
    public void close() {
        Closing.all(applications().reversed().stream().map(each -> each::close));
    }
}

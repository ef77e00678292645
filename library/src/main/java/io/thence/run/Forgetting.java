// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Forgotten;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.command.Folder;
import io.thence.snapshot.Snapshots;
import io.thence.view.ReadModel;
import io.thence.world.Disk;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Forgets persons:
 *
 * <ol>
 *   <li>The list beside the keys says that it is to be done: from here on it will be, whatever comes between.
 *   <li>The key is overwritten: what is stored reads as forgotten, here and in every copy.
 *   <li>An erased event is appended, under the person's key.
 *   <li>States at hand are dropped.
 *   <li>Each view that reads personal components has blanked the rows, and its file is written anew.
 *   <li>States on disk go that were kept by other code: what is personal now may not have been then.
 *   <li>Files of read models that nobody runs are deleted.
 *   <li>The list says that nothing is left to do.
 * </ol>
 *
 * <p>The first four are done by the caller; the rest is a machine, which takes up after a start what was not finished.
 * One run of it serves all who have asked by then.
 */
final class Forgetting implements Machine {

    private static final System.Logger LOG = System.getLogger(Forgetting.class.getName());
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String LEFT = "the key of the person to be forgotten is destroyed and the log says so, but"
            + " read models and states could not be cleared of it";

    private final PersonalData data;
    private final List<Folder> folders;
    private final Snapshots snapshots;
    private final Disk disk;
    private final AllReadModels models;
    private final Signal signal = new Signal();
    private final Progress progress;
    private final AtomicReference<PersonalData.@Nullable Done> wanted = new AtomicReference<>();

    /**
     * What may know a person, beside the log and its keys: all that runs on the engine.
     *
     * @param folders   have states at hand
     * @param snapshots states on disk
     * @param models    the read models
     */
    record Knowing(List<Folder> folders, Snapshots snapshots, AllReadModels models) {}

    Forgetting(PersonalData data, Engine engine, Knowing knowing) {
        this.data = data;
        folders = List.copyOf(knowing.folders());
        snapshots = knowing.snapshots();
        disk = engine.disk();
        models = knowing.models();
        progress = new Progress("forgetting", engine.world(), signal);
        data.unfinished().ifPresent(wanted::set);
    }

    /** Starts it. */
    World.Running start(World world) {
        return world.start("forgetting", this);
    }

    /** Forgets a person and waits until nothing of it is left in read models. */
    Forgotten forget(KeyValue subject) {
        PersonalData.Done done;
        try {
            done = data.erase(subject);
        } finally {
            folders.forEach(Folder::drop); // the key may be gone whatever came after it
        }
        wanted.accumulateAndGet(done, Forgetting::later);
        signal.raise();
        if (!progress.await(done.number(), LIMIT)) {
            throw new Behind("the key of " + subject + " is destroyed and the log says so, but after "
                    + LIMIT.toMinutes() + " minutes it is not cleared from all read models (" + late(done.position())
                    + "): that goes on by itself, after the next start too; ask again");
        }
        return new Forgotten(subject, done.repeated(), data.events(subject), done.position(),
                models.views().stream().filter(view -> view.isAbout(subject.key())).map(ReadModel::name).distinct()
                        .toList());
    }

    private String late(Position position) {
        return models.views().stream().filter(view -> view.isAboutPersons() && view.clearedUpTo() < position.number())
                .map(view -> view.progress().toString()).collect(Collectors.joining("; "));
    }

    private static PersonalData.@Nullable Done later(
            PersonalData.@Nullable Done one, PersonalData.@Nullable Done other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.number() >= other.number() ? one : other;
    }

    @Override
    public boolean step() {
        var work = wanted.get();
        if (work == null || work.number() <= progress.upTo()) {
            return false;
        }
        try {
            if (!areCleared(work.position().number()) || !areStatesForgotten(work.number())) {
                return false;
            }
            var strays = models.deleteStrays(disk);
            if (!strays.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, "deleted read models that nothing runs, and that may know who was"
                        + " forgotten: " + strays);
            }
            data.finished(work.number());
            progress.finished(work.number());
            return true;
        } catch (DiskFull | DiskFailed e) {
            LOG.log(System.Logger.Level.WARNING, LEFT + " (" + e.getMessage() + "): it is tried again");
            return false;
        } catch (PartStopped e) {
            progress.refuse(e);
            return false;
        } catch (ThenceException e) {
            progress.refuse(new PartStopped(LEFT + " (" + e.getMessage()
                    + "): mend it and start again; the rest is done then", e));
            return false;
        }
    }

    private boolean areCleared(long position) {
        boolean all = true;
        for (var view : models.views()) {
            if (!view.isAboutPersons()) {
                continue;
            }
            var failure = view.progress().failure();
            if (failure instanceof Stopped) {
                all = false; // dropped just now: the next time it is not among them
                continue;
            }
            if (failure != null) {
                throw new PartStopped("the key of the person to be forgotten is destroyed and the log says so, but "
                        + view.progress() + " and has stopped, and may still have its rows: mend it and start again;"
                        + " the rest is done then", failure);
            }
            view.clear(position, signal);
            all &= view.clearedUpTo() >= position;
        }
        return all;
    }

    private boolean areStatesForgotten(long number) {
        if (snapshots.forgotten() < number) {
            snapshots.forget(number, signal);
        }
        return snapshots.forgotten() >= number;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public void ended() {
        progress.failed(new Stopped("the application is closed: what is left of forgetting is done at its next start"));
    }
}

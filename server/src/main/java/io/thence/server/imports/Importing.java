// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.BadRequest;
import io.thence.event.CloudEvents.Received;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import io.thence.world.Watch;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Appends an input's entries to the store in a directory that no application runs; it is made if there is none. Run
 * again, it adds nothing twice, and interrupted it goes on where it was:
 *
 * <ul>
 *   <li>Entries with ids, and CloudEvents, are known by them: each is a batch of its own, under a command id that is
 *       made of source and id, so also one that comes in another file is recognised.
 *   <li>Others are known by their place in an input of that name, as {@link Done} says.
 * </ul>
 */
public final class Importing implements AutoCloseable {

    private final FileDisk disk;
    private final LogStore store;
    private final StoreRules rules;

    private Importing(FileDisk disk) {
        this.disk = disk;
        var world = new SystemWorld();
        store = LogStore.open(world, disk, LogSettings.DEFAULT);
        rules = new StoreRules(store, world);
    }

    /**
     * Opens the store in {@code directory}.
     *
     * @throws io.thence.ThenceException.InUse if a process runs it
     */
    public static Importing into(Path directory) {
        var disk = new FileDisk(directory);
        try {
            return new Importing(disk);
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    /**
     * One input.
     *
     * @param name    under which the store knows it
     * @param mapping how its entries become events
     * @param lines   its entries
     * @param bad     what becomes of those that are no events
     */
    public record Input(String name, Mapping mapping, Lines lines, BadLines bad) {}

    /**
     * Imports an input up to its end, or until {@code stop} says so.
     *
     * @throws BadRequest if it cannot be imported: why, and what to do
     */
    public ImportReport run(Input input, Watch watch, BooleanSupplier stop) {
        rules.checkKeys(input.mapping().keys());
        input.lines().columns().ifPresent(input.mapping()::check);
        var done = new Done(store, input.name(), input.mapping(), input.lines().columns());
        try (var rejected = new Rejected(store, input)) {
            return new Run(input, done, rejected).run(watch, stop);
        }
    }

    @Override
    public void close() {
        try (disk) {
            store.close();
        }
    }

    /** One input on its way. */
    private final class Run {

        private final Input input;
        private final Done done;
        private final Rejected rejected;
        private final Batch batch;
        private final KnownBatch known;
        private Optional<String> broken = Optional.empty();
        private long read;
        private long events;
        private long leftOut;

        Run(Input input, Done done, Rejected rejected) {
            this.input = input;
            this.done = done;
            this.rejected = rejected;
            batch = new Batch(store, done, rejected);
            known = new KnownBatch(store, rejected);
        }

        /** What comes before a line that ends the import is written in any case. */
        ImportReport run(Watch watch, BooleanSupplier stop) {
            boolean finished = readAll(watch, stop);
            if (finished) {
                done.checkEnd(read);
            }
            write();
            rejected.done();
            broken.or(rejected::end).ifPresent(this::fail);
            return new ImportReport(input.name(), read, Math.min(read, done.before()),
                    events + known.events(), known.repeated(), rejected.count(), leftOut, finished);
        }

        /** Reads to the end; false if it did not come there. */
        private boolean readAll(Watch watch, BooleanSupplier stop) {
            var lines = input.lines();
            for (var line = next(); line.isPresent(); line = next()) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                take(line.get());
                if (rejected.end().isPresent()) {
                    return false;
                }
                done.read(line.get());
                read++;
                if (batch.isFull()) {
                    write();
                }
                watch.at(lines.file().bytesRead(), lines.file().bytes());
            }
            return broken.isEmpty() && rejected.end().isEmpty();
        }

        private Optional<Line> next() {
            if (rejected.end().isPresent()) {
                return Optional.empty();
            }
            try {
                return input.lines().next();
            } catch (BadRequest e) {
                broken = Optional.of(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private void take(Line line) {
            if (read < done.before()) {
                return;
            }
            switch (line) {
                case Line.Bad bad -> rejected.add(bad, bad.problem());
                case Line.Good good -> event(good).ifPresent(event -> {
                    if (input.mapping().hasIds()) {
                        known.add(good, event);
                    } else {
                        batch.add(good, event);
                    }
                });
            }
        }

        private Optional<Received> event(Line.Good line) {
            try {
                var event = input.mapping().event(line.values(), input.name());
                if (StoreRules.isOwn(event.event()) || input.mapping().isLeftOut(line.values())) {
                    leftOut++;
                    return Optional.empty();
                }
                rules.check(event);
                return Optional.of(event);
            } catch (BadRequest e) {
                rejected.add(line, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private void fail(String problem) {
            throw new BadRequest(input.name() + ", " + problem + ".\n" + (events + known.events())
                    + " events are imported. Mend it and run it again"
                    + (broken.isEmpty() ? ", or give a file for bad lines with --bad FILE" : ""));
        }

        private void write() {
            events += batch.write();
            known.write();
        }
    }
}

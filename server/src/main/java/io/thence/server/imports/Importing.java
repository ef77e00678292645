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
        store = LogStore.open(new SystemWorld(), disk, LogSettings.DEFAULT);
        rules = new StoreRules(store);
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
        return new Run(input, watch, stop).run();
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
        private final Watch watch;
        private final BooleanSupplier stop;
        private final Done done;
        private final Batch batch;
        private final KnownBatch known;
        private long read;
        private long events;
        private long leftOut;
        private boolean writing;

        Run(Input input, Watch watch, BooleanSupplier stop) {
            this.input = input;
            this.watch = watch;
            this.stop = stop;
            done = new Done(store, input.name(), input.mapping());
            batch = new Batch(store, done, this::isBad);
            known = new KnownBatch(store, this::isBad);
        }

        ImportReport run() {
            boolean finished = true;
            var lines = input.lines();
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                if (stop.getAsBoolean()) {
                    finished = false;
                    break;
                }
                take(line.get());
                done.read(line.get());
                read++;
                if (batch.isFull()) {
                    write();
                }
                watch.at(lines.file().bytesRead(), lines.file().bytes());
            }
            if (finished) {
                done.checkEnd(read);
            }
            write();
            return new ImportReport(input.name(), read, Math.min(read, done.before()),
                    events + known.events(), known.repeated(), input.bad().count(), leftOut, finished);
        }

        private void take(Line line) {
            if (read < done.before()) {
                return;
            }
            switch (line) {
                case Line.Bad bad -> isBad(bad, bad.problem());
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
                if (StoreRules.isOwn(event.event())) {
                    leftOut++;
                    return Optional.empty();
                }
                rules.check(event.event());
                return Optional.of(event);
            } catch (BadRequest e) {
                isBad(line, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        /** What came before a line that ends the import is written first. */
        private void isBad(Line line, String problem) {
            try {
                input.bad().add(line, problem, input.lines().header());
            } catch (BadRequest e) {
                if (!writing) {
                    write();
                }
                throw new BadRequest(input.name() + ", " + e.getMessage() + ".\n" + (events + known.events())
                        + " events are imported. Mend the line and run it again, or give a file for bad lines with"
                        + " --bad FILE");
            }
        }

        private void write() {
            writing = true;
            input.bad().flush();
            events += batch.write();
            known.write();
            writing = false;
        }
    }
}

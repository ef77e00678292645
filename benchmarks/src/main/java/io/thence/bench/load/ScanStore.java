// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.Position;
import io.thence.bench.measure.Lab;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A store that is read from end to end.
 *
 * @param directory where it lies
 * @param open      it
 * @param events    how many
 */
public record ScanStore(Path directory, OpenStore open, long events) implements AutoCloseable {

    /** Events of one batch. */
    public static final int BATCH = 64;

    private static final int STOCK = 256;
    private static final int CALLERS = 16;

    /** Makes one of the scale's size. */
    public static ScanStore build(Lab lab) throws Exception {
        var directory = lab.directory("scan");
        var open = Stores.open(lab.world(), directory);
        var batches = new Batches(STOCK, BATCH);
        int count = lab.scale().scanEvents() / BATCH;
        try (var progress = lab.progress("scan: building", "events", 1)) {
            new Filling(open.store(), CALLERS).fill(count, batches::append,
                    done -> progress.at((long) done * BATCH, (long) count * BATCH));
        }
        return new ScanStore(directory, open, (long) count * BATCH);
    }

    /** Reads all of it where it lies; how many events that were. */
    public long read() {
        var bytes = new long[1];
        long seen = read(0, events, view -> bytes[0] += view.length());
        if (seen != events || bytes[0] != events * Payload.BYTES) {
            throw new IllegalStateException(seen + " events of " + bytes[0] + " bytes instead of " + events);
        }
        return events;
    }

    private Position position(long number) {
        return new Position(open.store().lineage(), number);
    }

    /** Reads the events after position {@code after}, up to {@code last}; how many these were. */
    public long read(long after, long last, Consumer<EventView> user) {
        long read = 0;
        try (var reader = open.store().read(Query.ALL, position(after), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                if (event.get().number() > last) {
                    break;
                }
                user.accept(event.get());
                read++;
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        open.close();
        Lab.clear(directory);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.KeyValue;
import io.thence.bench.measure.Lab;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of very many events, in which single keys are looked up. It is built once for a run, when the first row asks
 * for it. Of its N events, each is filed under
 *
 * <ul>
 *   <li>a stream: one of N/10, of about ten events; but every 50th goes to one of N/5,000 <i>long</i> ones, each with
 *       100 events that are spread over the whole log;
 *   <li>an owner: N/20 of them, each with 20 events that are spread over the whole log;
 *   <li>every 100th each under the region {@code left} and another under {@code right}; ten under both.
 * </ul>
 */
public final class BigStore implements AutoCloseable {

    /** Events of an owner. */
    public static final int OF_OWNER = 20;

    /** Events of a long stream. */
    public static final int OF_LONG = 100;

    /** Events that are both left and right. */
    public static final int OF_BOTH = 10;

    /** The regions that share {@link #OF_BOTH} events. */
    public static final KeyValue LEFT = new KeyValue("region", "left");

    /** The other one. */
    public static final KeyValue RIGHT = new KeyValue("region", "right");

    /** About as many as a command leads to. */
    private static final int BATCH = 10;
    private static final int CALLERS = 64;

    private final int events;
    private final Payloads payloads = new Payloads();
    private @Nullable Path built;
    private @Nullable OpenStore open;

    /** Of {@code events} events, not built yet. */
    public BigStore(int events) {
        this.events = events;
    }

    /** How many events it is built with; rows may append some. */
    public int events() {
        return events;
    }

    /** How many owners there are. */
    public int owners() {
        return events / OF_OWNER;
    }

    /** The key of an owner. */
    public static KeyValue owner(int number) {
        return new KeyValue("owner", "O" + number);
    }

    /** How many streams there are. */
    public int streams() {
        return events / 10;
    }

    /** How many of them are long. */
    public int longStreams() {
        return events / 50 / OF_LONG;
    }

    /** The key of a usual stream. */
    public static KeyValue stream(int number) {
        return new KeyValue("account", "A" + number);
    }

    /** The key of a long stream. */
    public static KeyValue longStream(int number) {
        return new KeyValue("account", "L" + number);
    }

    /** It, open in this process. */
    public OpenStore open(Lab lab) throws Exception {
        var directory = directory(lab);
        var opened = open;
        if (opened == null) {
            opened = Stores.open(lab.world(), directory);
            open = opened;
        }
        return opened;
    }

    /** Where it lies, closed: for other processes. */
    public Path closed(Lab lab) throws Exception {
        var directory = directory(lab);
        close();
        return directory;
    }

    /** Closes it, if it is open. */
    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private Path directory(Lab lab) throws IOException, InterruptedException {
        var directory = built;
        if (directory == null) {
            directory = build(lab);
            built = directory;
        }
        return directory;
    }

    private Path build(Lab lab) throws IOException, InterruptedException {
        var directory = lab.directory("big");
        int count = events / BATCH;
        try (var filling = Stores.open(lab.world(), directory);
                var progress = lab.progress("building", "events", 1)) {
            new Filling(filling.store(), CALLERS).fill(count, this::batch,
                    done -> progress.at((long) done * BATCH, events));
        }
        lab.settle();
        return directory;
    }

    private Append batch(int number) {
        var batch = new ArrayList<NewEvent>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(event(number * BATCH + i));
        }
        return Stores.batch(batch);
    }

    private NewEvent event(int n) {
        var keys = new ArrayList<KeyValue>();
        keys.add(n % 50 == 0 ? longStream(n / 50 % longStreams()) : stream(Mix.of(n, streams() - longStreams())));
        keys.add(owner(n % owners()));
        boolean both = n % (events / OF_BOTH) == 1;
        if (n % 100 == 1) {
            keys.add(LEFT);
        }
        if (both || (n % 100 == 2 && n % (events / OF_BOTH) != 2)) {
            keys.add(RIGHT);
        }
        return NewEvent.of(Payload.TYPE, 1, List.copyOf(keys), payloads.json(n));
    }
}

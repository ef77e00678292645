// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.rot;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventStore.Direction;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import io.thence.world.Disk.Access;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Flips bits of a small store that was closed in order, one at a time. Each flip is reported with file and offset, or
 * makes no difference to anything that is read: as padding, or because a derived file is made anew. Run in a small
 * heap.
 */
public final class BitFlips {

    private static final Logger QUIET = Logger.getLogger("io.thence");
    private static final LogSettings SETTINGS = new LogSettings(1_024, 512, 1_024, 3, 8, 512, 16);
    private static final long CALLS_MAX = 20_000;

    private final FaultyDisk sound;
    private final List<String> files = new ArrayList<>();
    private final List<String> content;
    private long calls;

    /** What comes of a flipped bit. */
    public enum Outcome {
        /** Everything is read as before. */
        HARMLESS,
        /** Damage is reported, with the file. */
        REPORTED,
        /** A derived file is reported, and right after the next opening. */
        MADE_ANEW
    }

    public BitFlips() {
        sound = new FaultyDisk(new SplittableRandom(1));
        var store = LogStore.open(new HandWorld(1), sound, SETTINGS);
        for (int i = 0; i < 9; i++) {
            store.append(batch(i));
        }
        store.close();
        sound.endProcess();
        for (var folder : List.of("log", "index")) {
            sound.list(folder).forEach(name -> files.add(folder + "/" + name));
        }
        content = read(sound.wholeCopy());
    }

    private static Append batch(int i) {
        var keys = List.of(new KeyValue("account", "a" + i % 3), new KeyValue("order", "o" + i));
        Optional<EventId> id = i % 4 == 0 ? Optional.of(new EventId("own" + i)) : Optional.empty();
        var event = new NewEvent("type" + i % 3, 1, keys, "{\"n\":1}".getBytes(StandardCharsets.UTF_8), id,
                id.map(_ -> Instant.ofEpochSecond(i)));
        var append = Append.of(List.of(event, event).subList(0, id.isPresent() ? 1 : 2),
                Origin.of("urn:rot").correlatedBy("c"));
        return i % 2 == 0 ? append.of(new Command(new CommandId("c" + i), ContentHash.sha256(new byte[] {1})))
                : new Append(append.events(), append.condition(), append.command(), append.refused(),
                        append.origin(), List.of(new Finished("reader", 1, i)), append.answered());
    }

    /** All that can be read of a store, in many ways. */
    private List<String> read(FaultyDisk disk) {
        calls = 0;
        disk.watch((_, _, _) -> {
            if (++calls > CALLS_MAX) {
                throw new AssertionError("no end");
            }
        });
        var lines = new ArrayList<String>();
        try (var store = LogStore.open(new HandWorld(2), disk, SETTINGS)) {
            var queries = new ArrayList<Query>();
            queries.add(Query.ALL);
            for (int i = 0; i < 3; i++) {
                queries.add(Query.keys(new KeyValue("account", "a" + i)));
                queries.add(Query.types(Set.of("type" + i)));
            }
            queries.add(Query.keys(new KeyValue("account", "a1"), new KeyValue("order", "o4")));
            for (var query : queries) {
                for (var direction : Direction.values()) {
                    long from = direction == Direction.FORWARDS ? 0 : 1_000;
                    store.read(query, new Position(store.lineage(), from), direction).list(1_000).forEach(e ->
                            lines.add(e.position().number() + " " + e.id() + e.type() + e.version() + e.stamp()
                                    + e.origin() + e.keys() + e.revision() + HexFormat.of().formatHex(e.data())));
                }
            }
            for (int i = 0; i < 10; i++) {
                lines.add(String.valueOf(store.remembered(new CommandId("c" + i))));
            }
            lines.add(store.checkpoint("reader").toString() + store.head());
        } finally {
            disk.endProcess();
        }
        return lines;
    }

    public List<String> files() {
        return files;
    }

    public long bits(String file) {
        try (var open = sound.open(file, Access.READ)) {
            return open.size() * 8;
        }
    }

    /** Flips a bit and says what comes of it; fails if that is a wrong answer. */
    public Outcome flip(String file, long bit) {
        var disk = sound.wholeCopy();
        try (var open = disk.open(file, Access.WRITE)) {
            var one = ByteBuffer.allocate(1);
            open.fill(one, bit / 8);
            open.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1 << bit % 8)}), bit / 8);
            open.flushed(open.flush());
        }
        var where = file + " with bit " + bit % 8 + " of byte " + bit / 8 + " flipped";
        try {
            demandSame(read(disk), where);
            return Outcome.HARMLESS;
        } catch (Corrupt | FormatTooNew e) {
            if (!String.valueOf(e.getMessage()).contains(file) && !file.startsWith("log/")) {
                throw new AssertionError(where + ": reported without its place", e);
            }
            if (file.startsWith("log/")) {
                return Outcome.REPORTED;
            }
            demandSame(read(disk), where + ", opened again");
            return Outcome.MADE_ANEW;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError(where, e);
        }
    }

    private void demandSame(List<String> found, String where) {
        if (!found.equals(content)) {
            throw new AssertionError(where + ": other content:\n" + String.join("\n", found) + "\ninstead of\n"
                    + String.join("\n", content));
        }
    }

    /** Flips every so many bits of each file, 1 for all; of the heads of segments all. */
    public Map<String, Map<Outcome, Long>> all(long step) {
        QUIET.setLevel(Level.OFF);
        var all = new TreeMap<String, Map<Outcome, Long>>();
        for (var file : files) {
            var outcomes = new EnumMap<Outcome, Long>(Outcome.class);
            long heads = file.startsWith("log/") ? 64 * 8 : 0;
            for (long bit = 0; bit < bits(file); bit += bit < heads ? 1 : step) {
                outcomes.merge(flip(file, bit), 1L, Long::sum);
            }
            all.put(file, outcomes);
        }
        return all;
    }

    public static void main(String[] arguments) {
        System.out.println(new BitFlips().all(Long.parseLong(arguments[0])));
    }
}

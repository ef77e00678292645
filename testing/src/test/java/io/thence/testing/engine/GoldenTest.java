// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Application;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.event.SystemEvents.Erased;
import io.thence.event.SystemEvents.Keys;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Checkpoint;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.schema.GoldenFiles;
import io.thence.world.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each released version stored is read for ever: logs, byte by byte, and the library's own events. A file here is
 * never written again. When a format changes, {@code -Dthence.golden=NAME} records the new one beside the others.
 */
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Path LOGS = FOLDER.resolve("logs");
    private static final Path EVENTS = FOLDER.resolve("events");
    private static final GoldenFiles OWN = GoldenFiles.of(Application.named("thence"));

    /** A file of a golden log: {@code file NAME HEX} for each of its files, then {@code event TEXT} for each event. */
    private record Log(TreeMap<String, byte[]> files, List<String> events) {

        static Log read(Path path) throws IOException {
            var log = new Log(new TreeMap<>(), new ArrayList<>());
            for (var line : Files.readAllLines(path)) {
                var words = line.split(" ", 3);
                if (words[0].equals("file")) {
                    log.files.put(words[1], HexFormat.of().parseHex(words[2]));
                } else {
                    log.events.add(line.substring("event ".length()));
                }
            }
            return log;
        }

        void write(Path path) throws IOException {
            var lines = new ArrayList<String>();
            files.forEach((name, bytes) -> lines.add("file " + name + " " + HexFormat.of().formatHex(bytes)));
            events.forEach(event -> lines.add("event " + event));
            Files.createDirectories(path.getParent());
            Files.write(path, lines);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyLogThatWasEverWrittenIsRead() throws IOException {
        assertThat(files(LOGS)).isNotEmpty();
        for (var file : files(LOGS)) {
            var golden = Log.read(file);
            assertThat(golden.events()).as(file.toString()).hasSizeGreaterThan(20);
            assertThat(Logs.events(new DiskImage(golden.files()).onDisk())).as(file.toString())
                    .isEqualTo(golden.events());
        }
    }

    /** A version that does not know what is in the newer format says so by the number there. */
    @Test
    void whatIsAddedToALogOfAnOlderFormatIsInANewSegment() throws IOException {
        var disk = new DiskImage(Log.read(LOGS.resolve("0.1.0.txt")).files()).onDisk();
        int before = DiskImage.of(disk).files().size();
        try (var store = LogStore.open(new HandWorld(2), disk, Logs.TINY)) {
            store.append(Append.of(List.of(Logs.timed("1999-12-31T23:59:59Z")), Origin.of("test")));
        } finally {
            disk.close();
        }
        var formats = new ArrayList<Integer>();
        DiskImage.of(disk).files().values().forEach(bytes -> formats.add((int) ByteBuffer.wrap(bytes).getShort(8)));
        assertThat(formats).hasSize(before + 1).containsSequence(1, 3).doesNotContainSequence(3, 1);
        assertThat(lastTime(disk)).isEqualTo("1999-12-31T23:59:59Z");
    }

    @Test
    void timesOfTheirOwnAreReadToTheNanosecond() throws IOException {
        assertThat(lastTime(new DiskImage(Log.read(LOGS.resolve("0.1.0-format2.txt")).files()).onDisk()))
                .isEqualTo("1999-12-31T23:59:59.999999999Z");
    }

    @Test
    void wordsThatLeavePositionsOpenAreRead() throws IOException {
        var disk = new DiskImage(Log.read(LOGS.resolve("0.1.0-format3.txt")).files()).onDisk();
        try (var store = LogStore.open(new HandWorld(3), disk, Logs.TINY)) {
            assertThat(store.checkpoint("lanes")).isEqualTo(new Checkpoint(1, 300, List.of(1L, 130L, 299L)));
            assertThat(store.checkpoint("view")).isEqualTo(new Checkpoint(7, 3));
        } finally {
            disk.close();
        }
    }

    private static String lastTime(MemoryDisk disk) {
        try (var store = LogStore.open(new HandWorld(3), disk, Logs.TINY);
                var events = store.read(Query.ALL, new Position(store.lineage(), Long.MAX_VALUE),
                        Direction.BACKWARDS)) {
            return events.next().orElseThrow().occurred().orElseThrow().toString();
        } finally {
            disk.close();
        }
    }

    @Test
    void everyEventOfTheLibraryThatWasEverWrittenIsRead() {
        OWN.check(EVENTS);
    }

    @Test
    @EnabledIfSystemProperty(named = "thence.golden", matches = ".+",
            disabledReason = "it records a golden log, where -Dthence.golden says the name of one")
    void record() throws IOException {
        var name = System.getProperty("thence.golden");
        var disk = new MemoryDisk();
        Logs.writeOneOfEach(disk);
        var image = DiskImage.of(disk);
        var log = new Log(image.files(), Logs.events(image.onDisk()));
        assertThat(LOGS.resolve(name + ".txt")).doesNotExist();
        log.write(LOGS.resolve(name + ".txt"));
        Files.createDirectories(EVENTS);
        OWN.record(EVENTS.resolve(name + ".jsonl"), List.of(
                new Erased(7, 2, new KeyValue("customer", "17")),
                new Keys(new UUID(1, 2), List.of("email"), List.of("customer", "person"))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Events of a log are found by their keys, whatever stands in the file of places. */
class PlacesOfALogTest {

    private static final Logger QUIET = Logger.getLogger("io.thence");
    private static final LogSettings SETTINGS =
            new LogSettings(16 << 10, 4 << 10, 16 << 10, 16, 64, 4 << 10, 1 << 4);
    private static final String PLACES = InvertedIndex.FOLDER + "/places";
    private static final int EVENTS = 200;
    private static final int KEYS = 7;
    private static final int VERSION_AT = 8;
    private static final int CHECKSUM_AT = 12;

    private final MemoryDisk disk = new MemoryDisk();

    private LogStore open() {
        return LogStore.open(new SystemWorld(), disk, SETTINGS);
    }

    @BeforeEach
    void writeALog() {
        QUIET.setLevel(Level.OFF);
        try (disk; var store = open()) {
            IntStream.range(0, EVENTS).mapToObj(i -> NewEvent.of("made", 1,
                    List.of(new KeyValue("key", "k" + i % KEYS)), new byte[i * 10]))
                    .forEach(event -> store.append(Append.of(List.of(event), Origin.of("test"))));
        }
        assertThat(size(PLACES)).isGreaterThan(10 * PlaceFile.BLOCK);
    }

    @AfterEach
    void sayAgain() {
        QUIET.setLevel(null);
    }

    private int size(String name) {
        try (var file = disk.open(name, Access.READ)) {
            return (int) file.size();
        }
    }

    private byte[] bytes(String name) {
        var bytes = new byte[size(name)];
        try (var file = disk.open(name, Access.READ)) {
            file.fill(ByteBuffer.wrap(bytes), 0);
        }
        return bytes;
    }

    private void change(String name, UnaryOperator<byte[]> change) {
        var changed = change.apply(bytes(name));
        try (var file = disk.open(name, Access.WRITE)) {
            file.write(ByteBuffer.wrap(changed), 0);
        }
    }

    private String manifest() {
        return InvertedIndex.FOLDER + "/"
                + disk.list(InvertedIndex.FOLDER).stream().filter(Manifest::isName).findFirst().orElseThrow();
    }

    private void checkThatAllIsFound() {
        try (disk; var store = open()) {
            for (int key = 0; key < KEYS; key++) {
                int wanted = key;
                assertThat(store.read(Query.keys(new KeyValue("key", "k" + key)), new Position(store.lineage(), 0),
                                Direction.FORWARDS).list(EVENTS)).extracting(StoredEvent::number)
                        .isEqualTo(LongStream.range(0, EVENTS).filter(i -> i % KEYS == wanted).mapToObj(i -> i + 1)
                                .toList());
            }
        }
    }

    /** Spans that end too early and begin at the first frame of their block. */
    private static byte[] spoiled(byte[] places) {
        for (int number = 0; number < places.length / PlaceFile.BLOCK; number++) {
            var block = new Block(PlaceFile.BLOCK);
            System.arraycopy(places, number * PlaceFile.BLOCK, block.bytes(), 0, PlaceFile.BLOCK);
            if (block.kind() == Block.PLACES) {
                for (int pair = 24; pair < block.end(); pair += 5) {
                    block.u24(pair + 2, 0);
                }
                block.i32(20, block.i32(16) + 60);
                block.finish(-1, number, block.end());
                System.arraycopy(block.bytes(), 0, places, number * PlaceFile.BLOCK, PlaceFile.BLOCK);
            }
        }
        return places;
    }

    @Test
    void allIsFoundThoughEachSpanIsWrong() {
        change(PLACES, PlacesOfALogTest::spoiled);
        checkThatAllIsFound();
    }

    @Test
    void allIsFoundThoughEachBlockIsDamaged() {
        change(PLACES, places -> new byte[places.length]);
        checkThatAllIsFound();
    }

    @Test
    void anIndexOfAnOlderFormatIsMadeAnew() {
        var places = bytes(PLACES);
        change(PLACES, bytes -> new byte[bytes.length]);
        var old = manifest();
        change(old, bytes -> {
            ByteBuffer.wrap(bytes).putInt(VERSION_AT, 1);
            ByteBuffer.wrap(bytes).putInt(CHECKSUM_AT, Manifest.checksum(bytes));
            return bytes;
        });
        checkThatAllIsFound();
        assertThat(manifest()).isNotEqualTo(old);
        assertThat(bytes(PLACES)).isEqualTo(places);
    }
}

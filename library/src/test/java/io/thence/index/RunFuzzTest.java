// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The readers of a run. The input is a list of changes to a good one, of which each is a place and a byte; after them
 * the checksums fit again, so what is read has nonsense inside.
 */
class RunFuzzTest {

    private static final UUID LOG = new UUID(1, 2);
    private static final String NAME = Run.name(1);
    private static final int LISTS = 40;
    private static final int CHANGE = 4;
    private static final long LISTS_MAX = 1 << 20;
    private static final byte[] GOOD = good();

    private static byte[] good() {
        var recent = new RecentLists(IndexSettings.of(64), 0, RecentTable.first(IndexSettings.of(64)));
        for (int i = 1; i <= 600; i++) {
            recent.add(high(i % 2 == 0 ? 0 : i % LISTS), 8, Posting.of(i, i % 3));
        }
        recent.end(600);
        var disk = new MemoryDisk();
        try (var file = disk.open(NAME, Access.CREATE)) {
            var merge = new Merge(List.of(recent.sorted()),
                    new RunWriter(file, LOG, new RunWriter.RunId(1, 0, 600, 0)), _ -> false);
            boolean more = true;
            while (more) {
                more = merge.step();
            }
            var bytes = ByteBuffer.allocate((int) file.size());
            file.fill(bytes, 0);
            return bytes.array();
        }
    }

    private static long high(int list) {
        return (list + 1L) << 57;
    }

    static Stream<Arguments> seeds() {
        return Stream.of(Arguments.of((Object) new byte[0]), Arguments.of((Object) new byte[] {0, 0, 9, 0}),
                Arguments.of((Object) new byte[] {0, 0, 27, -1, 0, 0, 28, -1}));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3m")
    void aRunIsReadOrRefused(byte[] data) {
        var bytes = GOOD.clone();
        for (int at = 0; at + CHANGE <= data.length; at += CHANGE) {
            int place = ((data[at] & 0xFF) << 16) | ((data[at + 1] & 0xFF) << 8) | (data[at + 2] & 0xFF);
            bytes[place % bytes.length] = data[at + 3];
        }
        for (int number = 0; number < bytes.length / Block.BYTES; number++) {
            var block = new Block();
            System.arraycopy(bytes, number * Block.BYTES, block.bytes(), 0, Block.BYTES);
            block.finish(1, number, block.end());
            System.arraycopy(block.bytes(), 0, bytes, number * Block.BYTES, Block.BYTES);
        }
        var disk = new MemoryDisk();
        try (var file = disk.open(NAME, Access.CREATE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
        try (var run = Run.open(disk.open(NAME, Access.READ), 1, new BlockCache(16))) {
            read(run);
        } catch (Corrupt | FormatTooNew | IndexOutOfBoundsException _) {
            // The index says of each of these that it is damaged, and is made anew.
        }
    }

    private static void read(Run run) {
        var piece = new PostingBuffer();
        for (int list = 0; list < LISTS; list++) {
            var print = new Print(high(list), 8);
            run.total(print);
            run.last(print);
            run.floor(print, 300);
            run.upTo(print, Posting.last(300));
            run.forwards(print, Posting.first(300), piece);
            run.backwards(print, Posting.last(300), piece);
        }
        var keys = run.keys();
        for (long i = 0; keys.next(); i++) {
            if (i > LISTS_MAX) {
                throw new AssertionError("no end of lists");
            }
            keys.postings(_ -> {});
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was filed lately comes out in the order of the fingerprints, each list in order. */
class RecentListsTest {

    private static final Comparator<Print> ORDER =
            Comparator.comparing(Print::high, Long::compareUnsigned).thenComparing(Print::low, Long::compareUnsigned);

    private final RecentLists lists = lists(1 << 12);
    private final TreeMap<Print, List<Long>> expected = new TreeMap<>(ORDER);
    private long position;

    private static RecentLists lists(int rows) {
        return new RecentLists(IndexSettings.of(rows), 0, RecentTable.first(IndexSettings.of(rows)));
    }

    private void add(Print print) {
        long posting = Posting.of(++position, 1);
        lists.add(print.high(), print.low(), posting);
        expected.computeIfAbsent(print, _ -> new ArrayList<>()).add(posting);
    }

    private void check() {
        var keys = lists.sorted();
        expected.forEach((print, postings) -> {
            assertThat(keys.next()).isTrue();
            assertThat(new Print(keys.high(), keys.low())).isEqualTo(print);
            var found = new ArrayList<Long>();
            while (keys.postings(found::add)) {
                // until the last piece
            }
            assertThat(found).isEqualTo(postings);
        });
        assertThat(keys.next()).isFalse();
    }

    @Test
    void listsAllOverTheTable() {
        var random = new Random(1);
        for (int i = 0; i < 2_400; i++) {
            add(new Print(random.nextLong() | 1, random.nextLong()));
        }
        check();
    }

    @Test
    void listsThatCrowdInOnePlace() {
        var random = new Random(2);
        for (int i = 0; i < 700; i++) {
            add(new Print(-1L >>> 1 << 1 | 1L << 50, random.nextLong()));
            add(new Print(1L << 63 | 1 + random.nextInt(9), random.nextLong()));
        }
        check();
    }

    @Test
    void aListInManyBlocks() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            add(new Print(7, 8));
            add(new Print(8L << random.nextInt(40), 8));
        }
        check();
    }

    @Test
    void aLongListIsWrittenInManySteps() {
        for (int i = 0; i < 100_000; i++) {
            add(new Print(7, 8));
        }
        lists.end(position);
        var id = new RunWriter.RunId(1, 0, position, 0);
        try (var file = new MemoryDisk().open(Run.name(1), Access.CREATE)) {
            var merge = new Merge(List.of(lists.sorted()), new RunWriter(file, new UUID(1, 2), id), _ -> false);
            int steps = 1;
            while (merge.step()) {
                steps++;
            }
            assertThat(steps).isGreaterThan(10);
            var keys = Run.open(file, 1, new BlockCache(4)).keys();
            assertThat(keys.next()).isTrue();
            var found = new ArrayList<Long>();
            while (keys.postings(found::add)) {
                assertThat(found.size()).isLessThan(100_000);
            }
            assertThat(found).isEqualTo(expected.get(new Print(7, 8)));
        }
    }

    @Test
    void aListWithoutEntries() {
        lists.removed(new Print(7, 8), 5);
        lists.floor(new Print(7, 8), 3, 3);
        var keys = lists.sorted();
        assertThat(keys.next()).isTrue();
        assertThat(keys.removed()).isEqualTo(5);
        assertThat(keys.floor()).isEqualTo(3);
        keys.postings(posting -> {
            throw new AssertionError(posting);
        });
        assertThat(keys.next()).isFalse();
    }
}

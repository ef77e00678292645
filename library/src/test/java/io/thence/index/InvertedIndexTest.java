// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The index against a map of lists, over seals, merges and openings. */
class InvertedIndexTest {

    private static final UUID LOG = new UUID(7, 11);
    private static final List<ListKind> KINDS = List.of(ListKind.KEY, ListKind.CORRELATION, ListKind.EVENT);

    private final MemoryDisk disk = new MemoryDisk();
    private final TreeMap<Integer, List<Long>> expected = new TreeMap<>();
    private InvertedIndex index = open();

    private InvertedIndex open() {
        return InvertedIndex.open(Optional.of(new SystemWorld()), disk,
                new InvertedIndex.Opening(LOG, IndexSettings.of(256), false));
    }

    /** Three lists have one name each, as an event's id is a correlation id too: their fingerprints begin alike. */
    private Print print(int list) {
        return index.fingerprint().of(KINDS.get(list % KINDS.size()), "v" + list / KINDS.size());
    }

    private void add(int list, long posting) {
        index.add(print(list).high(), print(list).low(), posting);
        expected.computeIfAbsent(list, _ -> new ArrayList<>()).add(posting);
    }

    /** Files it as the writer does, who keeps what the caller saw of the older ones. */
    private void addAndNote(int list, long posting) {
        var seen = index.older(print(list));
        add(list, posting);
        index.note(print(list), seen);
    }

    private void build() {
        while (index.builder().step() || index.isSealing()) {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void itIsAMapOfLists(long seed) {
        var random = new Random(seed);
        long position = 0;
        for (int step = 0; step < 4_000; step++) {
            position += 1 + random.nextInt(3);
            int type = random.nextInt(5) == 0 ? random.nextInt(40_000) : 1;
            add(0, Posting.of(position, type));
            int list = 1 + (int) Math.abs(random.nextGaussian() * 60);
            if (list % 2 == 0) {
                addAndNote(list, Posting.of(position, type));
            } else {
                add(list, Posting.of(position, type));
            }
            if (index.load() >= 1 || random.nextInt(400) == 0) {
                build();
                index.seal(position, new byte[] {(byte) step});
                if (random.nextBoolean()) {
                    build();
                }
            }
            if (random.nextInt(300) == 0) {
                check(random, position);
            }
        }
        build();
        check(random, position);
        index.seal(position, new byte[] {1, 2, 3});
        index.settle();
        index.close();
        index = open();
        assertThat(index.bookmark()).containsExactly(1, 2, 3);
        check(random, position);
    }

    @Test
    void itLeavesAloneWhatOthersPutBesideItsFiles() {
        add(1, Posting.of(1, 0));
        index.seal(1, new byte[] {1});
        index.settle();
        index.close();
        for (var stranger : List.of("000000000009.sync-conflict-1.manifest", "._000000000012.manifest", "7 copy.run")) {
            disk.open("index/" + stranger, Disk.Access.CREATE).close();
        }
        index = open();
        check(new Random(1), 1);
        assertThat(disk.list("index")).contains("000000000009.sync-conflict-1.manifest", "7 copy.run");
    }

    private void check(Random random, long head) {
        for (int list = 0; list <= expected.lastKey() + 1; list++) {
            var print = print(list);
            var postings = expected.getOrDefault(list, List.of());
            assertThat(index.size(print, Optional.empty())).isEqualTo(postings.size());
            assertThat(index.size(print, Optional.of(index.older(print)))).isEqualTo(postings.size());
            assertThat(index.last(print)).isEqualTo(postings.isEmpty() ? Posting.NONE : postings.getLast());
            var forwards = index.cursor(print, 0);
            var backwards = index.cursor(print, 0);
            int from = 1 + random.nextInt((int) head);
            long bound = Posting.first(from);
            var ahead = postings.stream().filter(p -> p >= bound).limit(700).toList();
            var behind = postings.reversed().stream().filter(p -> p < bound).limit(700).toList();
            assertThat(index.upTo(print, bound - 1)).isEqualTo(postings.stream().filter(p -> p < bound).count());
            long next = bound;
            for (long posting : ahead) {
                assertThat(forwards.atOrAfter(next)).isEqualTo(posting);
                next = posting + 1;
            }
            next = bound - 1;
            for (long posting : behind) {
                assertThat(backwards.atOrBefore(next)).isEqualTo(posting);
                next = posting - 1;
            }
        }
    }

    @Test
    void itForgetsNothingOfWhatWasCut() {
        add(1, Posting.of(10, 1));
        add(1, Posting.of(20, 1));
        index.removed(print(1), 5);
        index.floor(print(1), 12, 20);
        index.removed(print(2), 3);
        for (int round = 0; round < 4; round++) {
            assertThat(index.size(print(1), Optional.empty())).isEqualTo(7 + round);
            assertThat(index.size(print(2), Optional.empty())).isEqualTo(3);
            assertThat(index.floor(print(1), 20)).isEqualTo(12);
            assertThat(index.last(print(2))).isEqualTo(Posting.NONE);
            index.seal(20 + round, new byte[0]);
            build();
            add(1, Posting.of(21 + round, 1));
        }
    }

    @Test
    void aListThatGoesOnIsNotLookedUpInTheFiles() {
        for (int round = 1; round <= 5; round++) {
            addAndNote(1, Posting.of(10L * round, 1));
            add(2, Posting.of(10L * round + 1, 1));
            index.seal(10L * round + 1, new byte[0]);
            build();
        }
        disk.list(InvertedIndex.FOLDER).stream().filter(Run::isName).forEach(this::spoil);
        assertThat(index.older(print(1)).total()).isEqualTo(5);
        assertThat(index.older(print(1)).last()).isEqualTo(Posting.of(50, 1));
        assertThatThrownBy(() -> index.older(print(2))).isInstanceOf(ThenceException.Corrupt.class);
    }

    private void spoil(String run) {
        try (var file = disk.open(InvertedIndex.FOLDER + "/" + run, Disk.Access.WRITE)) {
            file.write(ByteBuffer.allocate((int) file.size()), 0);
        }
    }

    /** Vectors of the reference implementation, for the key 00 01 .. 0f and messages 00 01 .. of each length. */
    @Test
    void theHashIsSipHash() {
        var sip = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        var message = new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
        sip.hash(message, 0, 0);
        assertThat(Long.reverseBytes(sip.first())).isEqualTo(0xa3817f04ba25a8e6L);
        assertThat(Long.reverseBytes(sip.second())).isEqualTo(0x6df67214c7550293L);
        sip.hash(message, 0, 1);
        assertThat(Long.reverseBytes(sip.first())).isEqualTo(0xda87c1d86b99af44L);
        assertThat(Long.reverseBytes(sip.second())).isEqualTo(0x347659119b22fc45L);
    }
}

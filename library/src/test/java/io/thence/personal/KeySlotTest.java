// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.personal.KeySlot.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A slot after every torn write and with every bit flipped. */
class KeySlotTest {

    private static final SubjectRef REF = new SubjectRef(0x0123456789ABCDEFL, 0x7EDCBA9876543210L, 3);
    private static final byte[] KEY = HexFormat.of().parseHex("5a".repeat(32));
    private static final byte[] NOISE = HexFormat.of().parseHex("c7".repeat(32));

    private static KeySlot read(byte[] bytes) {
        return KeySlot.read(ByteBuffer.wrap(bytes), 0);
    }

    /** {@code before} with a piece of {@code after} over it. */
    private static byte[] torn(byte[] before, byte[] after, int from, int to) {
        var bytes = before.clone();
        System.arraycopy(after, from, bytes, from, to - from);
        return bytes;
    }

    @Test
    void what_is_written_is_read() {
        var prepared = read(KeySlot.prepared(REF, KEY).array());
        assertThat(prepared.kind()).isEqualTo(Kind.KEY);
        assertThat(prepared.ref()).isEqualTo(REF);
        assertThat(prepared.key()).isEqualTo(KEY);
        assertThat(read(KeySlot.live(REF, KEY).array()).kind()).isEqualTo(Kind.KEY);
        assertThat(read(KeySlot.erased(REF, 1).array()).kind()).isEqualTo(Kind.ERASED);
        assertThat(read(new byte[KeySlot.BYTES]).kind()).isEqualTo(Kind.FREE);
    }

    @Test
    void a_new_key_that_is_torn_counts_whole_or_not_at_all() {
        var after = KeySlot.prepared(REF, KEY).array();
        for (int from = 0; from <= KeySlot.BYTES; from++) {
            for (int to = from; to <= KeySlot.BYTES; to++) {
                var slot = read(torn(new byte[KeySlot.BYTES], after, from, to));
                assertThat(slot.kind()).as("%d to %d", from, to).isIn(Kind.FREE, Kind.KEY);
                if (slot.kind() == Kind.KEY) {
                    assertThat(slot.ref()).isEqualTo(REF);
                    assertThat(slot.key()).isEqualTo(KEY);
                }
            }
        }
    }

    @Test
    void a_key_whose_last_word_is_torn_still_counts() {
        var before = KeySlot.prepared(REF, KEY).array();
        var after = KeySlot.live(REF, KEY).array();
        for (int to = 0; to <= Long.BYTES; to++) {
            assertThat(read(torn(before, after, 0, to)).kind()).isEqualTo(Kind.KEY);
        }
    }

    @Test
    void a_torn_erasure_gives_no_key_and_is_found_by_its_subject() {
        var live = KeySlot.live(REF, KEY).array();
        var noisy = torn(live, Arrays.copyOf(live, KeySlot.BYTES), 0, 0);
        System.arraycopy(NOISE, 0, noisy, KeySlot.KEY_AT, NOISE.length);
        for (int to = KeySlot.KEY_AT + 1; to <= KeySlot.KEY_AT + NOISE.length; to++) {
            erasing(torn(live, noisy, KeySlot.KEY_AT, to));
        }
        var erased = KeySlot.erased(REF, 1_700_000_000_000L).array();
        for (int from = 0; from <= KeySlot.BYTES; from++) {
            for (int to = from; to <= KeySlot.BYTES; to++) {
                erasing(torn(noisy, erased, from, to));
            }
        }
    }

    private static void erasing(byte[] bytes) {
        var slot = read(bytes);
        assertThat(slot.kind()).isIn(Kind.DAMAGED, Kind.ERASED);
        assertThat(slot.ref()).isEqualTo(REF);
    }

    @Test
    void a_flipped_bit_is_seen_or_does_no_harm() {
        var live = KeySlot.live(REF, KEY).array();
        var erased = KeySlot.erased(REF, 1_700_000_000_000L).array();
        for (int bit = 0; bit < KeySlot.BYTES * 8; bit++) {
            var flipped = live.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            var slot = read(flipped);
            assertThat(slot.kind()).as("bit %d", bit).isIn(Kind.KEY, Kind.DAMAGED);
            if (slot.kind() == Kind.KEY) {
                assertThat(slot.ref()).isEqualTo(REF);
                assertThat(slot.key()).isEqualTo(KEY);
            } else {
                assertThat(slot.ref().isNear(REF)).isTrue();
            }
            var word = erased.clone();
            word[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(read(word).kind()).as("bit %d", bit).isIn(Kind.ERASED, Kind.DAMAGED);
        }
    }
}

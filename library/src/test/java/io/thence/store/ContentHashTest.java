// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.ThenceException.BadRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** SHA-256 over parts with their lengths. */
class ContentHashTest {

    @Test
    void known_values() {
        assertThat(ContentHash.sha256().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(ContentHash.sha256("abc".getBytes(StandardCharsets.UTF_8)).hex())
                .isEqualTo("d04b72a650ce0f8ce4963330a53ee2832733d2baeffff3c1d8e256cca096d120");
        assertThat(ContentHash.sha256(new byte[256], new byte[0]).hex())
                .isEqualTo("fdc69a9ed6156453b0614fe9ee0423fe5293cc73432cda292f819b8e50908ba9");
    }

    @Test
    void bytes_and_digits_are_one() {
        var hash = ContentHash.sha256(new byte[] {1});
        assertThat(hash.bytes()).hasSize(ContentHash.BYTES);
        assertThat(ContentHash.of(hash.bytes())).isEqualTo(hash);
    }

    @Test
    void what_is_no_hash_is_refused() {
        assertThatThrownBy(() -> ContentHash.of(new byte[] {1})).isInstanceOf(BadRequest.class)
                .hasMessage("'01' is no hash: one has 64 hexadecimal digits");
    }

    /** Two lists of parts have one hash only if they are equal, however alike their bytes are in a row. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void another_split_is_another_hash(long seed) {
        var random = new Random(seed);
        var seen = new HashMap<ContentHash, String>();
        for (int i = 0; i < 5_000; i++) {
            var parts = split(random, random.nextInt(8));
            var text = Arrays.deepToString(parts);
            assertThat(seen.getOrDefault(ContentHash.sha256(parts), text)).isEqualTo(text);
            seen.put(ContentHash.sha256(parts), text);
        }
        assertThat(seen).hasSizeGreaterThan(100);
    }

    /** Zeros, as the lengths are mostly made of them, cut anywhere. */
    private static byte[][] split(Random random, int length) {
        var parts = new byte[random.nextInt(1, 4)][];
        int left = length;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new byte[i == parts.length - 1 ? left : random.nextInt(left + 1)];
            left -= parts[i].length;
        }
        return parts;
    }
}

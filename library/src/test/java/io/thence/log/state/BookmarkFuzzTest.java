// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.log.segment.Place;
import io.thence.store.Checkpoint;
import io.thence.store.StoredType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The reader of a bookmark. */
class BookmarkFuzzTest {

    static Stream<Arguments> seeds() {
        return Stream.of(Arguments.of((Object) new Bookmark(new Place(1, 200), new Place(1, 100), 5, 1, 9, 77,
                List.of(new StoredType("opened", 1), new StoredType("closed", 3)),
                Map.of("reader", new Checkpoint(1, 4))).write()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void aBookmarkIsReadOrRefused(byte[] data) {
        try {
            Bookmark.read(data).ifPresent(bookmark ->
                    assertThat(Bookmark.read(bookmark.write())).contains(bookmark));
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            // LogOpening takes it for one that fits no log.
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AppendTest {
    private static final KeyValue BOOK = new KeyValue("book", "1");
    private static final KeyValue OTHER = new KeyValue("book", "2");

    private static NewEvent summary(KeyValue key) {
        return NewEvent.of("book-closed", 1, List.of(key), new byte[] {'{', '}'});
    }

    private static Append batch(NewEvent... events) {
        return Append.of(List.of(events), Origin.of("test"));
    }

    @Test
    void nothingFollowsATombstoneOfItsKeyInOneBatch() {
        assertThat(batch(summary(BOOK), Truncation.tombstone(BOOK), summary(OTHER)).events()).hasSize(3);
        assertThatThrownBy(() -> batch(Truncation.tombstone(BOOK), summary(OTHER), summary(BOOK)))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("book-closed is filed under").hasMessageContaining("put the tombstone last");
    }
}

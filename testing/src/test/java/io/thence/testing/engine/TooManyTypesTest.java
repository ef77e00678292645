// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A log has room for 65,535 types of events: more are refused, and nobody else is harmed. */
class TooManyTypesTest {

    private static final int TYPES_MAX = 65_535;
    private static final int BATCHES = 5;

    private static Append of(IntStream types) {
        return Append.of(types.mapToObj(type -> NewEvent.of("type" + type, 1, List.of(Logs.ANNA), Logs.utf8("{}")))
                .toList(), Origin.of("engine"));
    }

    @Test
    void anAppendOfOneTypeTooManyIsRefusedAndTheStoreGoesOn() {
        var disk = new MemoryDisk();
        try (var store = LogStore.open(new StillWorld(), disk, LogSettings.SMALL)) {
            int each = TYPES_MAX / BATCHES;
            for (int from = 0; from < TYPES_MAX; from += each) {
                store.append(of(IntStream.range(from, from + each)));
            }
            assertThatThrownBy(() -> store.append(of(IntStream.of(0, TYPES_MAX)))).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("'type65535'").hasMessageContaining("65535 event types");
            assertThatThrownBy(() -> store.append(List.of(of(IntStream.of(1)), of(IntStream.of(TYPES_MAX)))))
                    .isInstanceOf(BadRequest.class);
            assertThat(store.head().number()).as("neither of those two batches came in").isEqualTo(TYPES_MAX);
            assertThat(store.append(of(IntStream.of(2, 3)))).isInstanceOf(Committed.class);
        }
        disk.close();
        try (var again = LogStore.open(new StillWorld(), disk, LogSettings.SMALL)) {
            assertThat(again.head().number()).isEqualTo(TYPES_MAX + 2);
        }
    }
}

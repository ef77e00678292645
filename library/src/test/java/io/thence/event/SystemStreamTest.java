// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Position;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SystemStreamTest {

    private final SystemWorld world = new SystemWorld();

    private static SystemEvent opened(String about) {
        return new BreakerChanged(about, BreakerState.CLOSED, BreakerState.OPEN, "no answer");
    }

    private static List<SystemEvent> written(LogStore store, Query query) {
        var all = new ArrayList<SystemEvent>();
        try (var reader = store.read(query, new Position(store.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                all.add(SystemStream.TYPES.read(event.get()).orElseThrow());
            }
        }
        return all;
    }

    @Test
    void what_is_told_is_in_the_log_under_what_it_is_about() {
        try (var store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL)) {
            var stream = new SystemStream(world, store, Supervision.DEFAULT);
            stream.tell(opened("mailer"));
            stream.tell(opened("biller"));
            stream.close();
            assertThat(written(store, Query.keys(SystemStream.filed("mailer")))).containsExactly(opened("mailer"));
            assertThat(written(store, Query.types(SystemStream.TYPES.names())))
                    .containsExactly(opened("mailer"), opened("biller"));
        }
    }

    @Test
    void so_many_wait_and_no_more() {
        try (var store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL)) {
            var stream = new SystemStream(world, store, Supervision.DEFAULT);
            stream.close(); // nobody writes now
            for (int i = 0; i < SystemStream.PENDING_MAX + 1; i++) {
                stream.tell(opened("part" + i));
            }
            stream.close();
            assertThat(written(store, Query.types(SystemStream.TYPES.names()))).hasSize(SystemStream.PENDING_MAX)
                    .doesNotContain(opened("part" + SystemStream.PENDING_MAX));
        }
    }

    @Test
    void a_store_that_takes_nothing_more_ends_it() {
        var store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL);
        var stream = new SystemStream(world, store, Supervision.DEFAULT);
        store.close();
        stream.tell(opened("mailer"));
        stream.close();
        assertThat(stream.step()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.inbox;

import io.thence.Origin;
import io.thence.Position;
import io.thence.inbox.Inbox;
import io.thence.inbox.LogInbox;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.contract.InboxContract;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** An inbox whose effects are events in the log. */
class LogInboxTest extends InboxContract<Consumer<NewEvent>> {

    private final LogStore store = LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL);

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected Inbox<Consumer<NewEvent>> inbox() {
        return new LogInbox(store, Origin.of("test"));
    }

    @Override
    protected void effect(Consumer<NewEvent> with, String text) {
        with.accept(NewEvent.of("happened", 1, List.of(), ('"' + text + '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    protected List<String> effects() {
        try (var events = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE).stream().map(event ->
                    new String(event.data(), StandardCharsets.UTF_8).replace("\"", "")).toList();
        }
    }
}

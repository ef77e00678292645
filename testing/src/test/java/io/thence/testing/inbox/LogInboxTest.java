// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.inbox;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.inbox.Inbox;
import io.thence.inbox.LogInbox;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
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
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void a_command_under_the_id_of_a_message_is_not_taken_for_it() {
        var command = new Command(new CommandId("till/m1"), ContentHash.sha256(new byte[] {1}));
        store.append(Append.of(List.of(), Origin.of("test")).of(command));
        assertThatThrownBy(() -> inbox().once("till", "m1", with -> effect(with, "booked")))
                .isInstanceOf(BadRequest.class).hasMessageContaining("id till/m1 is that of a command which is no");
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

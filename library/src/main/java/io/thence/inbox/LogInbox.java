// SPDX-License-Identifier: Apache-2.0
package io.thence.inbox;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.world.Undeclared;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * An inbox in an event store: what a message leads to is events, appended under an id that is made of the consumer and
 * the message. The store remembers that as long as the events, and 30 days after they were removed where nothing else
 * is said. A message that leads to nothing is remembered too.
 */
public final class LogInbox implements Inbox<Consumer<NewEvent>> {

    private static final ContentHash MESSAGE = ContentHash.sha256("message".getBytes(StandardCharsets.US_ASCII));

    /** What it was before it told messages from commands. */
    private static final ContentHash NOTHING = ContentHash.sha256();

    private static final int IN_ID_MAX = CommandId.TEXT_MAX - CONSUMER_MAX - 1;

    private final EventStore store;
    private final Origin origin;

    /** Appends to {@code store}, as coming from {@code origin}. */
    public LogInbox(EventStore store, Origin origin) {
        this.store = store;
        this.origin = origin;
    }

    /** The id of the command that {@code message} is. */
    private static CommandId id(String consumer, String message) {
        Words.check(consumer, message);
        return new CommandId(consumer + "/" + Words.of(message, IN_ID_MAX));
    }

    private static BadRequest isTaken(CommandId id) {
        return new BadRequest("id " + id + " is that of a command which is no message of this inbox: name the consumer"
                + " otherwise");
    }

    @Override
    public boolean once(String consumer, String message, Work<Consumer<NewEvent>> effect) {
        var id = id(consumer, message);
        var known = store.remembered(id);
        if (known.isPresent()) {
            var hash = known.get().command().hash();
            if (!hash.equals(MESSAGE) && !hash.equals(NOTHING)) {
                throw isTaken(id);
            }
            return false;
        }
        var events = new ArrayList<NewEvent>();
        try {
            effect.run(events::add);
        } catch (Exception e) {
            throw Undeclared.of(e);
        }
        var append = Append.of(events, origin.causedBy(message)).of(new Command(id, MESSAGE));
        return switch (store.append(append)) {
            case Appended.Committed _ -> true;
            case Appended.Repeated _ -> false;
            case Appended.IdReused _ -> throw isTaken(id);
            case Appended.Tombstoned(var key, _) -> throw new BadRequest("message " + message + " leads to an event"
                    + " under " + key + ", which was closed for good by a tombstone");
            case Appended other -> throw new AssertionError("one append on no condition, but " + other);
        };
    }
}

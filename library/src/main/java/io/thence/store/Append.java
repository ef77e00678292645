// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Origin;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import java.util.List;
import java.util.Optional;

/**
 * A batch: appended as a whole or not at all. No event may follow the tombstone of one of its keys.
 *
 * @param events    what happened, in order; may be empty
 * @param condition what must hold
 * @param command   the command that it carries out; a batch of no events that has one is kept: a repeat is known
 * @param refused   the reason, if the command was refused and that is to be kept
 * @param origin    where it comes from
 * @param finished  what consumers have finished with it
 * @param answered  when the caller is answered
 * @param cause     the stamp of what led to it, if that has one of another clock: its own will be greater
 */
public record Append(
        List<NewEvent> events,
        Condition condition,
        Optional<Command> command,
        Optional<String> refused,
        Origin origin,
        List<Finished> finished,
        Durability answered,
        Optional<Stamp> cause) {

    /** The most events of one batch. */
    public static final int EVENTS_MAX = 100_000;

    /** The most bytes of one batch as it is stored. */
    public static final int BYTES_MAX = 32 << 20;

    /** An append that nothing of another clock led to. */
    public Append(List<NewEvent> events, Condition condition, Optional<Command> command, Optional<String> refused,
            Origin origin, List<Finished> finished, Durability answered) {
        this(events, condition, command, refused, origin, finished, answered, Optional.empty());
    }

    public Append {
        events = List.copyOf(events);
        finished = List.copyOf(finished);
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).type().equals(Truncation.TOMBSTONED)) {
                refuseAfter(events.get(i), events.subList(i + 1, events.size()));
            }
        }
    }

    private static void refuseAfter(NewEvent tombstone, List<NewEvent> later) {
        for (var event : later) {
            for (var key : tombstone.keys()) {
                if (event.keys().contains(key)) {
                    throw new BadRequest("a " + event.type() + " is filed under " + key + " after the tombstone of that"
                            + " key in the same batch: nothing may follow it; put the tombstone last");
                }
            }
        }
    }

    /** These events, on no condition. */
    public static Append of(List<NewEvent> events, Origin origin) {
        return new Append(events, Condition.NONE, Optional.empty(), Optional.empty(), origin, List.of(),
                Durability.FLUSHED);
    }

    /** No events: asks whether {@code condition} holds at the head, and writes nothing. */
    public static Append confirm(Condition condition) {
        return of(List.of(), Origin.of("")).on(condition);
    }

    /** The word of consumers alone. */
    public static Append finished(List<Finished> finished) {
        return new Append(List.of(), Condition.NONE, Optional.empty(), Optional.empty(), Origin.of(""), finished,
                Durability.FLUSHED);
    }

    /** The same, on {@code condition}. */
    public Append on(Condition condition) {
        return new Append(events, condition, command, refused, origin, finished, answered, cause);
    }

    /** The same, for {@code command}. */
    public Append of(Command command) {
        return new Append(events, condition, Optional.of(command), refused, origin, finished, answered, cause);
    }

    /** The same, as the refusal of its command. */
    public Append refused(String reason) {
        return new Append(events, condition, command, Optional.of(reason), origin, finished, answered, cause);
    }

    /** The same, answered when {@code durability} is reached. */
    public Append answered(Durability durability) {
        return new Append(events, condition, command, refused, origin, finished, durability, cause);
    }

    /** The same, led to by what has {@code stamp}. */
    public Append causedAt(Stamp stamp) {
        return new Append(events, condition, command, refused, origin, finished, answered, Optional.of(stamp));
    }

    /** The same batch with these events. */
    public Append with(List<NewEvent> other) {
        return new Append(other, condition, command, refused, origin, finished, answered, cause);
    }

    /** Whether there is anything to write. */
    public boolean writes() {
        return !events.isEmpty() || command.isPresent() || !finished.isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;
import java.util.Optional;

/**
 * How a command is sent, beyond the command itself.
 *
 * @param id         what makes it the same command when it is sent again; absent: each sending is a command of its own
 * @param origin     where it comes from; absent: the application
 * @param time       when what it says happened, which becomes the time of its events; absent: when they are appended
 * @param cause      the stamp of what led to it, if that has one of another clock: those of its events will be greater
 * @param remembered whether a refusal is kept, so that a repeat is refused for the same reason instead of decided anew
 */
public record Send(
        Optional<CommandId> id, Optional<Origin> origin, Optional<Instant> time, Optional<Stamp> cause,
        boolean remembered) {

    /** As a command of its own. */
    public static final Send ONCE =
            new Send(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** As the command {@code id}: sent again with the same content, it is answered with its first outcome. */
    public static Send as(String id) {
        return new Send(Optional.of(new CommandId(id)), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The same, from {@code origin}. */
    public Send from(Origin origin) {
        return new Send(id, Optional.of(origin), time, cause, remembered);
    }

    /** The same, for what happened at {@code when}. */
    public Send at(Instant when) {
        return new Send(id, origin, Optional.of(when), cause, remembered);
    }

    /** The same, led to by what has {@code stamp}, from another clock. */
    public Send causedAt(Stamp stamp) {
        return new Send(id, origin, time, Optional.of(stamp), remembered);
    }

    /**
     * The same, led to by an event of another application: as part of its business, and with its stamp, so that what
     * comes of the command has a greater one, whatever the clocks say.
     *
     * @param source what sends it
     */
    public Send causedBy(Event<?> event, String source) {
        return from(event.origin().ledTo(source, event.id().text())).causedAt(event.stamp());
    }

    /** The same, and a refusal is kept. */
    public Send remember() {
        return new Send(id, origin, time, cause, true);
    }
}

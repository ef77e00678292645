// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;

/** What became of a command that was sent. */
public sealed interface Outcome {

    /**
     * The position up to which a reader must have read to know all that this outcome knows: of the last event written,
     * or that the decision was made at.
     */
    Position position();

    /**
     * Its events are in the log.
     *
     * @param first    position of the first event, or the head where there is none
     * @param position position of the last event
     * @param events   their number
     * @param repeated whether this is the outcome of an earlier sending, and nothing was done now
     */
    record Accepted(Position first, Position position, int events, boolean repeated) implements Outcome {}

    /**
     * Nothing was written.
     *
     * @param refusal  why
     * @param position the head at which the decision was true
     * @param repeated whether this is the outcome of an earlier sending
     */
    record Refused(Refusal refusal, Position position, boolean repeated) implements Outcome {}

    /** Its id belongs to a command with other content, whose events start at {@code position}; nothing was written. */
    record IdReused(CommandId id, Position position) implements Outcome {}

    /**
     * What it reads changed each time that it was decided; nothing was written, and sending again is safe.
     *
     * @param attempts how often it was decided
     * @param keys     some of the keys that changed the last time
     */
    record Conflicted(int attempts, List<KeyValue> keys, Position position) implements Outcome {}
}

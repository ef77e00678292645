// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Optional;

/**
 * What makes an event one and the same wherever it is seen: for an event of a command, the command's id and the event's
 * ordinal; for one from outside, the id that it came with.
 *
 * @param text the id
 */
public record EventId(String text) {

    /** The most digits of an ordinal: a batch is smaller. */
    private static final int DIGITS_MAX = 9;
    private static final char PIECE = '#';

    /** The command that it would be of, and its ordinal there, if it looks like such an id. */
    public Optional<OfCommand> ofCommand() {
        int slash = text.lastIndexOf('/');
        var ordinal = text.substring(slash + 1);
        boolean looks = slash > 0 && slash <= CommandId.TEXT_MAX && !ordinal.isEmpty()
                && ordinal.length() <= DIGITS_MAX && ordinal.chars().allMatch(EventId::isDigit);
        return looks ? Optional.of(new OfCommand(new CommandId(text.substring(0, slash)), Integer.parseInt(ordinal)))
                : Optional.empty();
    }

    /** The id of the piece {@code number}, from 1, of this event, which is split when it is read. */
    public EventId piece(int number) {
        return new EventId(text + PIECE + number);
    }

    /** The stored event that it would be a piece of, if it looks like such an id. */
    public Optional<EventId> ofPiece() {
        int sign = text.lastIndexOf(PIECE);
        var number = text.substring(sign + 1);
        boolean looks = sign > 0 && !number.isEmpty() && number.length() <= DIGITS_MAX && !number.startsWith("0")
                && number.chars().allMatch(EventId::isDigit);
        return looks ? Optional.of(new EventId(text.substring(0, sign))) : Optional.empty();
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /** A command's id, and the ordinal of one of its events, from 0. */
    public record OfCommand(CommandId command, int ordinal) {}

    @Override
    public String toString() {
        return text;
    }
}

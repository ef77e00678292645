// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * A key whose events wait in a projection, since one of them could not be handled. Events of other keys go on. It is
 * tried again by itself while its policy says so; then it is a dead letter, until somebody has it retried or discarded.
 *
 * @param key      what the event that failed is filed under, as it is stored; {@link #TYPE} and its type where that is
 *                 nothing
 * @param position number of the position of the event that failed: it and all later ones of the key wait
 * @param failure  the name of the class of what was thrown
 * @param message  what it said; empty once a person was forgotten, whom it may have named
 */
public record Parked(KeyValue key, long position, String failure, String message) {

    /** The key of events that are filed under nothing: those of one type wait together. */
    public static final String TYPE = "$type";

    /** The {@link #failure} of a key that waits for no fault, but until its rows are built anew. */
    public static final String ANEW = "built anew";

    private static final int MESSAGE_MAX = 1_000;
    private static final int STRANGE = 0xFFFD;

    public Parked {
        message = clean(message);
    }

    /** Not every store takes a zero or half a surrogate pair for text. */
    private static String clean(String said) {
        return said.codePoints().limit(MESSAGE_MAX)
                .map(point -> point == 0 || Character.getType(point) == Character.SURROGATE ? STRANGE : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Whether its rows are being built anew: nothing is wrong with it. */
    public boolean isBuiltAnew() {
        return failure.equals(ANEW);
    }

    /** The same, waiting from {@code later} on. */
    public Parked from(long later) {
        return new Parked(key, later, failure, message);
    }

    /** The same, without what was said. */
    public Parked unsaid() {
        return new Parked(key, position, failure, "");
    }

    @Override
    public String toString() {
        return key + " at position " + position + " (" + failure + (message.isEmpty() ? "" : ": " + message) + ")";
    }
}

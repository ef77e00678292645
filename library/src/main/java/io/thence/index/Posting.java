// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * An entry of a list, in one {@code long}: a position and the number of a type. Entries compare as their positions do.
 * The lists of {@link ListKind#COMMAND} hold other numbers that rise.
 */
public final class Posting {

    /** Stands for none. */
    public static final long NONE = -1;

    /** The greatest number of a type. */
    public static final int TYPE_MAX = 0xFFFF;

    private static final int TYPE_BITS = 16;

    private Posting() {}

    /** The entry for an event of {@code type} at {@code position}. */
    public static long of(long position, int type) {
        return position << TYPE_BITS | type;
    }

    /** The least entry at {@code position}. */
    public static long first(long position) {
        return position << TYPE_BITS;
    }

    /** The greatest entry at {@code position}. */
    public static long last(long position) {
        return position << TYPE_BITS | TYPE_MAX;
    }

    /** The position of an entry. */
    public static long position(long posting) {
        return posting >>> TYPE_BITS;
    }

    /** The number of an entry's type. */
    public static int type(long posting) {
        return (int) posting & TYPE_MAX;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;

/**
 * A hybrid logical clock's reading: close to wall time, and greater than that of everything that caused it, whatever
 * the clocks of the machines involved say. (Kulkarni, Demirbas, Madappa, Avva, Leone: <i>Logical Physical Clocks</i>,
 * 2014.)
 *
 * @param millis  milliseconds since 1970, the greatest seen
 * @param counter tells apart what shares {@code millis}, up to {@value #COUNTER_MAX}
 */
public record Stamp(long millis, int counter) implements Comparable<Stamp> {

    /** The greatest counter; after it the milliseconds go ahead of the clock. */
    public static final int COUNTER_MAX = 0xFFFF;

    /** As one number of 48 bits of milliseconds and 16 bits of counter, in the same order. */
    public long packed() {
        return millis << 16 | counter;
    }

    /** The stamp that {@link #packed} wrote. */
    public static Stamp unpacked(long packed) {
        return new Stamp(packed >>> 16, (int) (packed & COUNTER_MAX));
    }

    /** The reading after this one on a clock that shows {@code nowMillis}. */
    public Stamp next(long nowMillis) {
        if (nowMillis > millis) {
            return new Stamp(nowMillis, 0);
        }
        return counter < COUNTER_MAX ? new Stamp(millis, counter + 1) : new Stamp(millis + 1, 0);
    }

    /** The wall time that it stands near. */
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public int compareTo(Stamp other) {
        return Long.compare(packed(), other.packed());
    }

    @Override
    public String toString() {
        return instant() + "+" + counter;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;

/**
 * A hybrid logical clock's reading: close to wall time, and greater than that of everything that caused it, whatever
 * the clocks of the machines involved say. (Kulkarni, Demirbas, Madappa, Avva, Leone: <i>Logical Physical Clocks</i>,
 * 2014.)
 *
 * <ul>
 *   <li>If one event led to another, in one service or through several, its stamp is less. A service's stamps rise from
 *       batch to batch, also over restarts and where its clock is set back; what comes with a stamp from elsewhere gets
 *       a greater one.
 *   <li>The other way round nothing follows: of two events that know nothing of each other one has the lesser stamp
 *       too. The order of stamps never contradicts what caused what; it does not prove it.
 *   <li>A stamp is ahead of the greatest wall clock involved by no more than counting takes. How far ahead of its own
 *       clock a service lets others lead it is bounded; see {@link io.thence.log.ClockBound}.
 * </ul>
 *
 * @param millis  milliseconds since 1970, the greatest seen
 * @param counter tells apart what shares {@code millis}, up to {@value #COUNTER_MAX}
 */
public record Stamp(long millis, int counter) implements Comparable<Stamp> {

    /** The greatest counter; after it the milliseconds go ahead of the clock. */
    public static final int COUNTER_MAX = 0xFFFF;

    private static final int MILLIS_BITS = 47;

    /** As one number of 48 bits of milliseconds and 16 bits of counter, in the same order. */
    public long packed() {
        return millis << 16 | counter;
    }

    /** The stamp that {@link #packed} wrote. */
    public static Stamp unpacked(long packed) {
        return new Stamp(packed >>> 16, (int) (packed & COUNTER_MAX));
    }

    /**
     * The stamp that {@link #packed} wrote, as a decimal number.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Stamp parse(String text) {
        long packed = Long.parseLong(text);
        if (packed < 0 || packed >>> 16 >= 1L << MILLIS_BITS) {
            throw new IllegalArgumentException(text + " is no stamp");
        }
        return unpacked(packed);
    }

    /** The reading after this one on a clock that shows {@code nowMillis}: for what happens by itself. */
    public Stamp next(long nowMillis) {
        if (nowMillis > millis) {
            return new Stamp(nowMillis, 0);
        }
        return counter < COUNTER_MAX ? new Stamp(millis, counter + 1) : new Stamp(millis + 1, 0);
    }

    /** The reading after this one and after {@code cause}: for what {@code cause}, from another clock, has led to. */
    public Stamp next(long nowMillis, Stamp cause) {
        return (cause.compareTo(this) > 0 ? cause : this).next(nowMillis);
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

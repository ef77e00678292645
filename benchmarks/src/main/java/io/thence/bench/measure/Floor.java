// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.Locale;
import java.util.Optional;

/**
 * What a peer must reach: one that is slower than it is known to be makes Thence look better than it is.
 *
 * @param peer   whose
 * @param figure which of its figures; empty for its value
 * @param least  the least that it must reach
 * @param scales whether the device decides: {@code least} then holds for a flush of {@link #FLUSH_MICROS} and is the
 *               less the longer a flush takes here
 */
public record Floor(String peer, String figure, double least, boolean scales) {

    /** The flush for which floors are written down. */
    public static final double FLUSH_MICROS = 150;

    /** For a value that the device's flushes decide. */
    public static Floor ofValue(String peer, double least) {
        return new Floor(peer, "", least, true);
    }

    /** The least, where a flush takes {@code flushMicros}. */
    public double at(double flushMicros) {
        return scales ? least * FLUSH_MICROS / flushMicros : least;
    }

    /** Why the peer is too weak; empty if it is not. */
    public Optional<String> objection(Medians medians) {
        var reached = figure.isEmpty() ? medians.value(peer) : medians.figure(peer + "." + figure);
        double needed = at(medians.flushMicros());
        if (reached.isEmpty()) {
            return Optional.of(peer + " was not measured");
        }
        if (reached.getAsDouble() >= needed) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT, "%s reached %,.2f%s, its floor is %,.2f at a flush of %.0f us",
                peer, reached.getAsDouble(), figure.isEmpty() ? "" : " " + figure, needed, medians.flushMicros()));
    }
}

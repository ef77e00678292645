// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param sample       time of a usual sample
 * @param sustained    time of a sample that shows what can be kept up
 * @param warmups      rounds before those that count
 * @param scanEvents   events of the store that is read from end to end
 * @param bigEvents    events of the store in which single keys are looked up; a multiple of 10,000
 * @param growthEvents events up to which a store grows; its streams are a tenth
 * @param startEvents  events of the application whose start is measured
 * @param reads        single readings of a sample that counts them
 * @param flushes      how often the disk is asked what a flush takes
 * @param settles      whether the disk is given time after each sample to write out what that has left
 */
public record Scale(
        Duration sample,
        Duration sustained,
        int warmups,
        int scanEvents,
        int bigEvents,
        int growthEvents,
        int startEvents,
        int reads,
        int flushes,
        boolean settles) {

    /** What the bars are meant for. */
    public static final Scale FULL = new Scale(
            Duration.ofSeconds(2), Duration.ofSeconds(30), 8, 1 << 20, 10_000_000, 50_000_000,
            1_000_000, 500, 1_000, true);
}

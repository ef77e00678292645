// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.time.Duration;

/**
 * A simulation that went well.
 *
 * @param seed    from which it can be had again
 * @param trace   SHA-256 of its trace: equal for equal seeds, in any JVM
 * @param steps   how often something had its turn
 * @param crashes how often the power went
 * @param events  how many events there are in the end
 * @param virtual how much virtual time has passed
 */
public record Report(long seed, String trace, long steps, int crashes, int events, Duration virtual) {}

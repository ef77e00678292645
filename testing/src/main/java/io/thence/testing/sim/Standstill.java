// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether code that a fiber runs waits for something outside of its world, such as a sleep, the network or another
 * thread: it is looked at now and then, and must be found waiting in one place by each look, for a while. So code that
 * merely runs long is none, on however busy a machine, nor is a thread that the machine has no time for.
 *
 * <p>A lock may be held by another life, which runs on: who waits for one, or for a class to be loaded, is left to the
 * world's patience, and so is H2.
 */
final class Standstill {

    /** So many looks in a row. */
    private static final int LOOKS = 4;

    /** Over so much real time. */
    private static final long NANOS = 100_000_000;

    private StackTraceElement[] place = {};
    private int looks;
    private long sinceNanos;

    /** The baton was handed on. */
    void passed() {
        looks = 0;
    }

    /** Looks once more, at {@code nanos} of real time; whether it has stood for long enough now. */
    boolean look(Fiber fiber, long nanos) {
        var at = fiber.standsAt().filter(Standstill::isOutside);
        if (at.isEmpty()) {
            looks = 0;
            return false;
        }
        if (looks == 0 || !Arrays.equals(at.get(), place)) {
            place = at.get();
            looks = 0;
            sinceNanos = nanos;
        }
        looks++;
        return looks >= LOOKS && nanos - sinceNanos >= NANOS;
    }

    /** Whether somebody's own code waits there. */
    private static boolean isOutside(StackTraceElement[] stack) {
        for (var frame : stack) {
            var in = frame.getClassName();
            if (isLock(in)) {
                return false;
            }
            if (!isOfJava(in)) {
                return !in.startsWith("org.h2.") && !in.equals(Baton.class.getName());
            }
        }
        return false;
    }

    private static boolean isLock(String in) {
        return in.startsWith("java.util.concurrent.locks.Reentrant")
                || in.startsWith("java.util.concurrent.locks.StampedLock")
                || in.startsWith("java.lang.ClassLoader") || in.startsWith("jdk.internal.loader.");
    }

    private static boolean isOfJava(String in) {
        return in.startsWith("java.") || in.startsWith("javax.") || in.startsWith("jdk.") || in.startsWith("sun.");
    }
}

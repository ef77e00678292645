// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Closes several things, the others also where one of them cannot be closed. */
public final class Closing {

    private Closing() {}

    /** Runs all closings in order; then throws the first failure, to which the others are added. */
    public static void all(Stream<Runnable> closings) {
        var failure = failure(null, closings);
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {} // a closing declares no other
        }
    }

    /** Runs all closings in order, since {@code why} has come between; what fails is added to that. */
    public static void after(Throwable why, Stream<Runnable> closings) {
        failure(why, closings);
    }

    private static @Nullable Throwable failure(@Nullable Throwable why, Stream<Runnable> closings) {
        var first = why;
        for (var closing : (Iterable<Runnable>) closings::iterator) {
            try {
                closing.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else if (!first.equals(e)) {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.run.Engine;
import io.thence.run.Thence;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The main class of a process that starts the application in the directory that is its first argument, asks its read
 * model, and says how long each took.
 */
public final class StartProbe {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private StartProbe() {}

    /** Starts, asks, stops. */
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        try (var thence = Thence.run(StartBig.APPLICATION, Engine.at(Path.of(arguments[0])))) {
            long started = System.nanoTime();
            var head = thence.store().head();
            for (var part : StartBig.PARTS) {
                if (!thence.await(part, head, LIMIT)) {
                    throw new IllegalStateException(thence.progress(part).toString());
                }
            }
            thence.query(Payments.BALANCES).one("select count(*) as n from balances", row -> row.number("n"));
            long asked = System.nanoTime();
            System.out.println((started - start) / 1e9);
            System.out.println((asked - start) / 1e9);
        }
    }
}

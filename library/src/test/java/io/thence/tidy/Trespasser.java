// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Uses doors that are not its to use, by call, by reference and through a subtype: only to be seen doing so. */
@SuppressWarnings({"JavaTimeDefaultTimeZone", "WaitNotInLoop"})
public final class Trespasser {
    /** How a report names each door that is used here. */
    public static final List<String> DOORS = List.of(
            "Instant.now()", "LocalDate.now()", "System.nanoTime()", "UUID.randomUUID()", "Random.<init>(long)",
            "Thread.ofVirtual()", "LockSupport.park()", "Files.exists(", "Object.wait()", "LinkedBlockingQueue.take()",
            "CompletableFuture.join()", "CompletableFuture.get()");

    private Trespasser() {}

    static List<Object> time() {
        Supplier<Instant> now = Instant::now;
        return Arrays.asList(now, LocalDate.now(), System.nanoTime(), Instant.parse("2011-12-01T08:26:00Z"));
    }

    static List<Object> chance() {
        Supplier<UUID> id = UUID::randomUUID;
        return List.of(id, new Random(1), Files.exists(Path.of("a")));
    }

    static void threads(Object monitor, LinkedBlockingQueue<String> queue, CompletableFuture<String> future)
            throws Exception {
        Thread.ofVirtual();
        LockSupport.park();
        monitor.wait();
        queue.take();
        future.join();
        future.get();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs things at the same time, each on a thread of its own; whoever waits for them waits no longer than a limit. */
final class Together {

    private final Duration limit;

    Together(Duration limit) {
        this.limit = limit;
    }

    /** Starts {@code task} and goes on. */
    <T> FutureTask<T> start(Callable<T> task) {
        var running = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("contract").start(running);
        return running;
    }

    /** Starts all at one moment, and waits for what each comes to, in their order. */
    <T> List<T> run(int count, IntFunction<Callable<T>> tasks) {
        var gate = new CountDownLatch(1);
        var running = new ArrayList<FutureTask<T>>();
        for (int i = 0; i < count; i++) {
            var task = tasks.apply(i);
            running.add(start(() -> {
                gate.await();
                return task.call();
            }));
        }
        gate.countDown();
        return running.stream().map(this::result).toList();
    }

    /** What {@code running} comes to; its failure is the test's. */
    <T> T result(FutureTask<T> running) {
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a thread did not end within " + limit, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a thread", e);
        }
    }
}

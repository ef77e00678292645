// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that call a store at the same time. */
final class Callers implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;

    /** What a call came to: an answer or a failure. */
    private final List<FutureTask<Object>> calls = new ArrayList<>();

    Thread call(Callable<Object> what) {
        var call = new FutureTask<>(() -> {
            try {
                return what.call();
            } catch (Exception e) {
                return e;
            }
        });
        calls.add(call);
        return Thread.ofPlatform().daemon().name("caller").start(call);
    }

    /** Calls, and goes on when the call waits inside the store. */
    void callAndAwaitParked(Callable<Object> what) {
        var thread = call(what);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the caller does not wait but is " + thread.getState());
            }
            Thread.onSpinWait();
        }
    }

    /** What all calls came to, in their order. */
    List<Object> results() {
        var results = new ArrayList<>();
        for (var call : calls) {
            try {
                results.add(call.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException | InterruptedException | TimeoutException e) {
                throw new AssertionError("a call did not end", e);
            }
        }
        return results;
    }

    @Override
    public void close() {
        calls.forEach(call -> call.cancel(true));
    }
}

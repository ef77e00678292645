// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Requests that wait for the writer, in the order in which they came; bounded: callers beyond the bound wait. */
final class Waiting {

    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final ConcurrentLinkedQueue<AppendRequest> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Signal> callers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final int max;

    Waiting(int max) {
        this.max = max;
    }

    /** Puts a request in, after waiting for a place if need be. */
    void offer(AppendRequest request, World world) {
        while (taken.incrementAndGet() > max) {
            taken.decrementAndGet();
            var signal = new Signal();
            callers.add(signal);
            if (taken.get() >= max) {
                world.await(signal, RECHECK);
            }
            callers.remove(signal);
        }
        requests.add(request);
    }

    /** Takes out as many as fit a group: at least one, if there is one. */
    List<AppendRequest> take(int requestsMax, int bytesMax) {
        var group = new ArrayList<AppendRequest>();
        long bytes = 0;
        while (group.size() < requestsMax) {
            @Nullable AppendRequest next = requests.peek();
            if (next == null || (!group.isEmpty() && bytes + next.writtenBytes() > bytesMax)) {
                break;
            }
            requests.poll();
            bytes += next.writtenBytes();
            group.add(next);
        }
        if (taken.getAndAdd(-group.size()) >= max) {
            callers.forEach(Signal::raise);
        }
        return group;
    }
}

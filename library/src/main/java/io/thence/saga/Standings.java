// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Origin;
import io.thence.Position;
import io.thence.saga.SagaEvent.Moved;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** How the instances stand that took a step last, up to a limit. From any thread. */
final class Standings {

    private static final int MOST = 2_048;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    };

    /**
     * How an instance stands.
     *
     * @param upTo  all its steps up to here are in it
     * @param begun where its first step came from; empty before that
     */
    record Known(Standing standing, Position upTo, Optional<Origin> begun) {

        Known after(Moved moved, Position last, Origin origin) {
            return new Known(standing.after(moved), last, Optional.of(begun.orElse(origin)));
        }

        /** Where a step comes from: it is part of the business that the instance began with. */
        Origin within(Origin step) {
            return begun.map(first -> new Origin(step.source(), first.correlation(), step.causation(), step.trace(),
                    first.tenant())).orElse(step);
        }
    }

    Optional<Known> of(String instance) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(instance));
        } finally {
            lock.unlock();
        }
    }

    void put(String instance, Known one) {
        lock.lock();
        try {
            known.put(instance, one);
        } finally {
            lock.unlock();
        }
    }

    void forget(String instance) {
        lock.lock();
        try {
            known.remove(instance);
        } finally {
            lock.unlock();
        }
    }
}

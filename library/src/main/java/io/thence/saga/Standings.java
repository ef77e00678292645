// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Origin;
import io.thence.Position;
import io.thence.saga.SagaEvent.Moved;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** How the instances stand that were looked at last, up to a limit of characters. From any thread. */
final class Standings {

    /** About 8 MiB. */
    private static final long CHARS_MAX = 4 << 20;

    /** What one takes beside its texts, in characters. */
    private static final int APART = 256;

    private final long charsMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    Standings() {
        this(CHARS_MAX);
    }

    Standings(long charsMax) {
        this.charsMax = charsMax;
    }

    /**
     * How an instance stands.
     *
     * @param upTo  all its steps up to here are in it
     * @param begun where its first step came from; empty before that
     * @param last  the step at {@code upTo}, where it was taken here
     */
    record Known(Standing standing, Position upTo, Optional<Origin> begun, Optional<Moved> last) {

        /** What was read in the log up to {@code head}, of which {@code next} is the last so far. */
        Known read(Standing next, Position head, Origin origin) {
            return new Known(next, head, Optional.of(begun.orElse(origin)), Optional.empty());
        }

        /** {@code moved} was taken at {@code at}. */
        Known after(Standing next, Moved moved, Position at, Origin origin) {
            return new Known(next, at, Optional.of(begun.orElse(origin)), Optional.of(moved));
        }

        private long chars() {
            long sent = 0;
            for (var one : standing.asked()) {
                sent += APART + one.sent().command().length();
            }
            return APART + standing.state().length() + sent;
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

    /** Keeps how an instance stands, unless more of it is known: who has read it may come after who took a step. */
    void put(String instance, Known one) {
        lock.lock();
        try {
            var before = known.get(instance);
            if (before != null && before.upTo().number() > one.upTo().number()) {
                return;
            }
            known.put(instance, one);
            chars += one.chars() - (before == null ? 0 : before.chars());
            for (var all = known.entrySet().iterator(); chars > charsMax && known.size() > 1; ) {
                chars -= all.next().getValue().chars();
                all.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(String instance) {
        lock.lock();
        try {
            var gone = known.remove(instance);
            chars -= gone == null ? 0 : gone.chars();
        } finally {
            lock.unlock();
        }
    }
}

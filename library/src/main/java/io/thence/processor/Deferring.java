// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.processor.DeadLetterBook.Kind;
import io.thence.world.World;
import java.time.Duration;

/**
 * Makes room where all that may be in hand is taken by few keys, whose first events take long: that wait for another
 * attempt, say. What queues behind them is let go of, and taken in again from the posting list of its key when its turn
 * comes ({@link Drains}); so other keys go on. For the processor's thread.
 *
 * <p>From where on a key's events are so is written down with the next word of how far the processor is. At most
 * {@value Processor#OPEN_MAX} keys are: with more, nothing more is let go of until some are through.
 */
final class Deferring {

    private static final Duration APART = Duration.ofMillis(Processor.APART_MILLIS);

    private final Work work;
    private final ProcessorLog log;
    private final Drains drains;
    private final World world;
    private long lookedNanos;

    /**
     * That events of a key are not in hand any more.
     *
     * @param key     the key
     * @param from    position of the first of them
     * @param isOfLog whether they come from the log, for the first time; else from the queue of the key
     */
    record LetGo(KeyValue key, long from, boolean isOfLog) {

        static LetGo from(Item item) {
            return new LetGo(item.key(), item.position(), item.origin() == Item.Origin.LOG);
        }
    }

    Deferring(Work work, ProcessorLog log, Drains drains, World world) {
        this.work = work;
        this.log = log;
        this.drains = drains;
        this.world = world;
        lookedNanos = world.nanos();
    }

    /** Makes room if there is none; whether it did. */
    boolean step() {
        if (world.nanos() - lookedNanos < APART.toNanos() || work.room(1) > 0
                || log.book().count(Kind.DEFERRED) >= Processor.OPEN_MAX) {
            return false;
        }
        lookedNanos = world.nanos();
        var gone = work.letGo(this::may);
        for (var one : gone) {
            if (one.isOfLog()) {
                log.deferred(one.key(), one.from()).ifPresent(drains::begin);
            } else {
                drains.back(one.key(), one.from());
            }
        }
        return !gone.isEmpty();
    }

    /** Not where it counts for something else: how far a reset is, or that a key is handled again before it. */
    private boolean may(Item item) {
        return switch (item.origin()) {
            case LOG -> log.book().of(item.key()).isEmpty();
            case QUEUE, QUEUE_AGAIN -> true;
            case AGAIN -> false;
        };
    }
}

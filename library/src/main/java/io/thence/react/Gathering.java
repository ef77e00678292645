// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Reaction.BatchHandler;
import io.thence.Reaction.Taken;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has events handled together that come one by one, as a group commit does: who comes first leads, and those who come
 * while it is at work wait for the next batch, which the first of them leads. Each event keeps its lane, so each key
 * its order, and one of a key is in a batch at most. Where a batch fails each is handled anew, alone, by its own lane.
 */
final class Gathering<E> {

    private final World world;
    private final BatchHandler<E> handler;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter<E>> waiting = new ArrayDeque<>();
    private boolean isLed;

    Gathering(World world, BatchHandler<E> handler, int most) {
        this.world = world;
        this.handler = handler;
        this.most = most;
    }

    /**
     * An event that is about to be handled.
     *
     * @param taken it
     * @param end   called when it is handled; may throw
     */
    record Attempt<E>(Taken<E> taken, Runnable end) {}

    /** What a lane waits for. */
    private enum Turn {
        NONE, LEADS, HANDLED, ALONE
    }

    private static final class Waiter<E> {
        final Attempt<E> attempt;
        final Signal signal = new Signal();
        volatile Turn turn = Turn.NONE;

        Waiter(Attempt<E> attempt) {
            this.attempt = attempt;
        }

        void tell(Turn now) {
            turn = now;
            signal.raise();
        }
    }

    /** Handles the event of {@code attempts}, which is asked again where it is tried again; throws what that throws. */
    void handle(Supplier<Attempt<E>> attempts) {
        var mine = new Waiter<>(attempts.get());
        if (!leads(mine)) {
            while (mine.turn == Turn.NONE) {
                world.await(mine.signal);
            }
        }
        if (mine.turn == Turn.LEADS || mine.turn == Turn.NONE) {
            lead(mine);
        }
        var last = mine.attempt;
        if (mine.turn == Turn.ALONE) {
            last = attempts.get();
            handler.handle(List.of(last.taken()));
        }
        last.end().run();
    }

    private boolean leads(Waiter<E> mine) {
        lock.lock();
        try {
            waiting.add(mine);
            boolean leads = !isLed;
            isLed = true;
            return leads;
        } finally {
            lock.unlock();
        }
    }

    /** Handles those that wait, itself first, and hands the lead on. */
    private void lead(Waiter<E> mine) {
        var batch = next();
        var came = Turn.ALONE;
        try {
            handler.handle(batch.stream().map(waiter -> waiter.attempt.taken()).toList());
            came = Turn.HANDLED;
        } catch (Throwable e) { // whichever of them it is about: each shows it by itself
            if (batch.size() == 1) {
                throw e;
            }
        } finally {
            mine.turn = came;
            for (var waiter : batch.subList(1, batch.size())) {
                waiter.tell(came);
            }
            handOn();
        }
    }

    private List<Waiter<E>> next() {
        lock.lock();
        try {
            var batch = new ArrayList<Waiter<E>>();
            while (!waiting.isEmpty() && batch.size() < most) {
                batch.add(waiting.remove());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void handOn() {
        lock.lock();
        try {
            isLed = !waiting.isEmpty();
            if (isLed) {
                waiting.getFirst().tell(Turn.LEADS);
            }
        } finally {
            lock.unlock();
        }
    }
}

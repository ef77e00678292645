// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Outcome;
import io.thence.store.EventStore;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the commands wait that contend for one key, in the order in which they come. The first one leads: it decides
 * all that have gathered in one pass; those that come meanwhile are led by the first of them. So a busy key costs one
 * flush for all of its commands instead of one for each. A command that conflicts with somebody outside of the queue
 * comes again, at its end.
 *
 * <p>Source of the pattern: flat combining, Hendler, Incze, Shavit, Tzafrir, <i>Flat Combining and the
 * Synchronization-Parallelism Tradeoff</i>, 2010.
 */
final class CommandQueue {

    private static final int QUIET_MAX = 64;

    private final World world;
    private final DecisionPass pass;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Turn> queue = new ArrayDeque<>();
    private boolean led;
    private volatile int quiet;

    CommandQueue(World world, DecisionPass pass) {
        this.world = world;
        this.pass = pass;
    }

    /** A command that waits. */
    private static final class Turn {
        private final Attempt<?, ?> attempt;
        private final Signal signal = new Signal();
        private volatile boolean leads;
        private volatile @Nullable Answer answer;

        Turn(Attempt<?, ?> attempt) {
            this.attempt = attempt;
        }
    }

    /** Whether nobody has contended for a while. */
    boolean isQuiet() {
        return quiet >= QUIET_MAX;
    }

    /** Whether nobody waits or is led. */
    boolean isIdle() {
        lock.lock();
        try {
            return !led;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the command's turn, and for what becomes of it: {@link Outcome.Conflicted} if it is to come again. */
    Outcome send(Attempt<?, ?> attempt) {
        var turn = new Turn(attempt);
        enter(turn);
        while (!turn.leads && turn.answer == null) {
            world.await(turn.signal);
        }
        var answer = turn.answer;
        return (answer == null ? lead() : answer).outcome();
    }

    private void enter(Turn turn) {
        lock.lock();
        try {
            queue.add(turn);
            if (!led) {
                led = true;
                turn.leads = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Decides those that wait, of whom the caller is the first, and answers the others. */
    private Answer lead() {
        var turns = waiting();
        List<Answer> answers;
        try {
            answers = pass.run(turns.stream().map(turn -> turn.attempt).toList());
        } catch (RuntimeException | Error e) {
            answers = List.of(new Answer.Broke(e));
        }
        boolean conflict = answers.getFirst() instanceof Answer.Came(Outcome.Conflicted _);
        quiet = turns.size() == 1 && !conflict ? quiet + 1 : 0;
        handOn(answers.size());
        var others = new ArrayList<Signal>();
        for (int i = 1; i < answers.size(); i++) {
            turns.get(i).answer = answers.get(i);
            others.add(turns.get(i).signal);
        }
        Signal.raiseAll(others);
        return answers.getFirst();
    }

    private List<Turn> waiting() {
        lock.lock();
        try {
            return queue.stream().limit(EventStore.TOGETHER_MAX).toList();
        } finally {
            lock.unlock();
        }
    }

    private void handOn(int answered) {
        lock.lock();
        try {
            for (int i = 0; i < answered; i++) {
                queue.remove();
            }
            var next = queue.peek();
            led = next != null;
            if (next != null) {
                next.leads = true;
                next.signal.raise();
            }
        } finally {
            lock.unlock();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Outcome;
import io.thence.store.EventStore;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the commands wait that contend for one key, in the order in which they come. The first one leads: it decides
 * all that have gathered in one pass; those that come meanwhile are led by the first of them. So a busy key costs one
 * flush for all of its commands instead of one for each. A command that conflicts with somebody outside of the queue
 * keeps its place, as do those that are withheld with it: it is decided again before all that came later, and unless it
 * is the first, those before it are decided without it next.
 *
 * <p>Source of the pattern: flat combining, Hendler, Incze, Shavit, Tzafrir, <i>Flat Combining and the
 * Synchronization-Parallelism Tradeoff</i>, 2010.
 */
final class CommandQueue {

    private static final int QUIET_MAX = 64;

    private final World world;
    private final DecisionPass pass;
    private final CommandQueues queues;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Turn> queue = new ArrayDeque<>();
    private boolean led;
    private volatile int quiet;

    CommandQueue(World world, DecisionPass pass, CommandQueues queues) {
        this.world = world;
        this.pass = pass;
        this.queues = queues;
    }

    /** A command that waits. */
    private static final class Turn {
        private final Attempt<?, ?> attempt;
        private final int most;
        private final Signal signal = new Signal();
        private volatile boolean leads;
        private volatile @Nullable Answer answer;
        private int vain;

        Turn(Attempt<?, ?> attempt, int most) {
            this.attempt = attempt;
            this.most = most;
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

    /**
     * Waits for the command's turn, and for what becomes of it: {@link Outcome.Conflicted} if it was decided in vain
     * {@code most} times, or now belongs to another queue.
     */
    Outcome send(Attempt<?, ?> attempt, int most) {
        var turn = new Turn(attempt, most);
        enter(turn);
        while (!turn.leads && turn.answer == null) {
            world.await(turn.signal);
        }
        var answer = turn.answer;
        return (answer == null ? lead(turn) : answer).outcome();
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

    /** Decides those that wait, of whom the caller is the first, until it is answered itself. */
    private Answer lead(Turn first) {
        int many = EventStore.TOGETHER_MAX;
        var answer = first.answer;
        while (answer == null) {
            var turns = waiting(many);
            var answers = run(turns);
            boolean withheld = answers.getFirst() instanceof Answer.Withheld;
            many = withheld ? firstObjection(answers) : EventStore.TOGETHER_MAX;
            quiet = turns.size() == 1 && !isConflict(answers.getFirst()) ? quiet + 1 : 0;
            settle(turns, answers);
            answer = first.answer;
        }
        return answer;
    }

    private List<Answer> run(List<Turn> turns) {
        try {
            return pass.run(turns.stream().map(turn -> turn.attempt).toList());
        } catch (RuntimeException | Error e) {
            return List.of(new Answer.Broke(e));
        }
    }

    private static int firstObjection(List<Answer> answers) {
        int at = 0;
        while (at < answers.size() && answers.get(at) instanceof Answer.Withheld) {
            at++;
        }
        return at;
    }

    private static boolean isConflict(Answer answer) {
        return answer instanceof Answer.Came(Outcome.Conflicted _);
    }

    private List<Turn> waiting(int most) {
        lock.lock();
        try {
            return queue.stream().limit(most).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Answers those that came to something; the others keep their places, and the first that waits leads on. */
    private void settle(List<Turn> turns, List<Answer> answers) {
        var answered = new ArrayList<Signal>();
        var staying = new ArrayDeque<Turn>();
        for (int i = 0; i < answers.size(); i++) {
            var turn = turns.get(i);
            var answer = answerTo(turn, answers.get(i));
            if (answer.isPresent()) {
                turn.answer = answer.get();
                answered.add(turn.signal);
            } else {
                staying.push(turn);
            }
        }
        handOn(answers.size(), staying);
        Signal.raiseAll(answered);
    }

    /** What is answered, if it does not come again here. */
    private Optional<Answer> answerTo(Turn turn, Answer answer) {
        return switch (answer) {
            case Answer.Withheld() -> Optional.empty();
            case Answer.Came(Outcome.Conflicted conflict) -> {
                turn.vain++;
                queues.open(conflict.keys());
                boolean again = turn.vain < turn.most && queues.of(turn.attempt.boundary()).equals(Optional.of(this));
                yield again ? Optional.empty() : Optional.of(new Answer.Came(
                        new Outcome.Conflicted(turn.vain, conflict.keys(), conflict.position())));
            }
            case Answer.Came _, Answer.Broke _ -> Optional.of(answer);
        };
    }

    /** Takes out those that were decided, and puts the ones that stay, the last one first, before the rest. */
    private void handOn(int decided, ArrayDeque<Turn> staying) {
        lock.lock();
        try {
            for (int i = 0; i < decided; i++) {
                queue.remove();
            }
            staying.forEach(queue::addFirst);
            var next = queue.peek();
            led = next != null;
            if (next != null && !next.leads) {
                next.leads = true;
                next.signal.raise();
            }
        } finally {
            lock.unlock();
        }
    }
}

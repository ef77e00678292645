// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.Outcome;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Thence;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends many commands at the same time. An append waits for the disk, and those that wait together share one flush: so
 * as many wait as there are lanes, up to {@value #SENDERS_MAX}.
 */
public final class Sender {

    /** The most commands that are under way. */
    public static final int SENDERS_MAX = 512;

    private static final int CONFLICTS_MAX = 100;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final World world = new SystemWorld();
    private final Thence thence;
    private final Watcher watcher;
    private final AtomicLong answered = new AtomicLong();
    private long total;

    /** Sends to {@code thence}. */
    public Sender(Thence thence, Watcher watcher) {
        this.thence = thence;
        this.watcher = watcher;
    }

    /** What it sends to. */
    public Thence thence() {
        return thence;
    }

    /** Is told now and then how far it is, on the thread that sends. */
    @FunctionalInterface
    public interface Watcher {
        /** Tells nobody. */
        Watcher NONE = (_, _) -> {};

        /** So many commands are answered, of so many that are known. */
        void at(long answered, long total);
    }

    /** So many more commands will be sent. */
    public void expect(long commands) {
        total += commands;
    }

    /**
     * Sends commands that record what has happened.
     *
     * @throws BadRequest if one of them is not accepted: the directory holds something else
     */
    public void record(List<Sent> commands) {
        var outcomes = send(commands);
        for (int i = 0; i < outcomes.size(); i++) {
            if (!(outcomes.get(i) instanceof Outcome.Accepted)) {
                throw new BadRequest("command " + commands.get(i).id() + " was not accepted (" + outcomes.get(i)
                        + "): was this directory fed with other data? Name another by --data");
            }
        }
    }

    /** Sends commands, and gives their outcomes in the same order. */
    public List<Outcome> send(List<Sent> commands) {
        var lanes = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < commands.size(); i++) {
            lanes.computeIfAbsent(commands.get(i).lane(), _ -> new ArrayList<>()).add(i);
        }
        return new Sending(commands, lanes.values()).outcomes();
    }

    private final class Sending {

        private final List<Sent> commands;
        private final Queue<List<Integer>> lanes;
        private final int senders;
        private final Outcome[] outcomes;
        private final AtomicLong left;
        private final Signal over = new Signal();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Sending(List<Sent> commands, Collection<List<Integer>> lanes) {
            this.commands = commands;
            this.lanes = new ConcurrentLinkedQueue<>(lanes);
            senders = Math.min(lanes.size(), SENDERS_MAX);
            left = new AtomicLong(senders);
            outcomes = new Outcome[commands.size()];
        }

        List<Outcome> outcomes() {
            var running = new ArrayList<World.Running>();
            for (int i = 0; i < senders; i++) {
                running.add(world.fork("sender", this::send));
            }
            while (left.get() > 0) {
                world.await(over, LOOK);
                watcher.at(answered.get(), total);
            }
            running.forEach(World.Running::stop);
            switch (failure.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {}
            }
            return Arrays.asList(outcomes);
        }

        private void send() {
            try {
                for (var lane = lanes.poll(); lane != null && failure.get() == null; lane = lanes.poll()) {
                    for (int i : lane) {
                        outcomes[i] = send(commands.get(i));
                        answered.incrementAndGet();
                    }
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                if (left.decrementAndGet() == 0) {
                    over.raise();
                }
            }
        }

        /** Under contention a command may be decided many times in vain: it is then sent again, as often as is sane. */
        private Outcome send(Sent sent) {
            var outcome = thence.send(sent.command(), Send.as(sent.id()).at(sent.at()));
            for (int i = 1; outcome instanceof Outcome.Conflicted && i < CONFLICTS_MAX; i++) {
                outcome = thence.send(sent.command(), Send.as(sent.id()).at(sent.at()));
            }
            return outcome;
        }
    }
}

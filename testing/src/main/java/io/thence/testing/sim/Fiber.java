// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thread of control of a simulated world. It is a virtual thread that runs only while it holds the baton: the
 * thread that drives the world hands it over and waits until it comes back. So at any moment one of them all runs, and
 * user code stays straight, blocking code.
 *
 * <p>The fields that are not volatile are handed over with the baton.
 */
final class Fiber {

    /** A deadline that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    /** So many times longer may it run than stand: on a busy machine it may not get its turn. */
    private static final int OF_A_RUNNER = 12;

    /** What is broken when a fiber does not give the baton back. */
    static final String STUCK = "what cannot be simulated";

    private final String name;
    private final Thread thread;
    private final long patienceNanos;
    private volatile boolean baton;
    private @Nullable Thread driver;
    private BooleanSupplier ready = () -> true;
    private long deadlineNanos = NEVER;
    private String doing = "";
    private boolean started;
    private boolean killed;
    private boolean done;
    private @Nullable Throwable failure;

    Fiber(String name, Runnable body, Duration patience) {
        patienceNanos = patience.toNanos();
        this.name = name;
        thread = Thread.ofVirtual().name(name).unstarted(() -> live(body));
    }

    private void live(Runnable body) {
        try {
            body.run();
        } catch (Throwable e) {
            // What a dying fiber says on its way out does not count: there is no power to say it with.
            failure = killed ? null : e;
        } finally {
            done = true;
            baton = false;
            LockSupport.unpark(driver);
        }
    }

    String name() {
        return name;
    }

    /** Its name without its number. */
    String title() {
        return name.substring(0, name.lastIndexOf('#'));
    }

    /** Says whose code it runs; nothing is the world's own. */
    void does(String what) {
        doing = what;
    }

    String doing() {
        return doing;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    boolean isDone() {
        return done;
    }

    /** Whether it can go on at {@code nanos}. */
    boolean isReady(long nanos) {
        return deadlineNanos <= nanos || ready.getAsBoolean();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** With what it has ended, if that was no good end. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Called by the driver, whom a {@link Pulse} wakes: lets it run until it waits or ends. */
    void run() {
        driver = Thread.currentThread();
        baton = true;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
        long begin = System.nanoTime();
        while (baton) {
            long waited = System.nanoTime() - begin;
            boolean stands = waited >= patienceNanos && thread.getState() != Thread.State.RUNNABLE;
            if ((stands || waited >= patienceNanos * OF_A_RUNNER) && baton) {
                throw new Broken(STUCK, (doing.isEmpty() ? name : doing)
                        + (stands ? " waits outside Thence: for a lock, a sleep, the network or another thread"
                                : " runs without end") + "; it stands at\n" + stack(), null);
            }
            LockSupport.park(this);
        }
    }

    private String stack() {
        return Stream.of(thread.getStackTrace()).map(at -> "    at " + at).collect(Collectors.joining("\n"));
    }

    /** Called by the fiber itself: waits until {@code until} holds or the deadline has come. */
    void pause(BooleanSupplier until, long deadline) {
        if (killed) {
            throw new Killed();
        }
        ready = until;
        deadlineNanos = deadline;
        var to = driver;
        baton = false;
        LockSupport.unpark(to);
        boolean interrupted = false;
        while (!baton) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // or the next park would return at once
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (killed) {
            throw new Killed();
        }
    }

    /** Called by the fiber itself: lets others go first. */
    void yieldTurn() {
        pause(() -> true, NEVER);
    }

    /** Whether it is to end at once. */
    boolean isKilled() {
        return killed;
    }

    /** Called by the driver: ends it where it stands. */
    void kill() {
        killed = true;
        if (started && !done) {
            run();
        }
        done = true;
    }
}

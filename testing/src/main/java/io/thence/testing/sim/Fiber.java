// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thread of control of a simulated world. It is a virtual thread that runs only while it has the {@link Baton}. So
 * at any moment one of them all runs, and user code stays straight, blocking code.
 *
 * <p>The fields are handed over with the baton.
 */
final class Fiber {

    /** A deadline that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    /** What is broken when a fiber does not give the baton back. */
    static final String STUCK = "what cannot be simulated";

    private final String name;
    private final Thread thread;
    private final Baton baton;
    private BooleanSupplier ready = () -> true;
    private long deadlineNanos = NEVER;
    private String doing = "";
    private boolean started;
    private boolean killed;
    private boolean done;
    private @Nullable Throwable failure;

    Fiber(String name, Runnable body, Baton baton) {
        this.name = name;
        this.baton = baton;
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
            baton.giveBack();
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

    /** Whose code it runs, for messages. */
    String who() {
        return doing.isEmpty() ? name : doing;
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

    /** Lets it run; it has the baton. */
    void wake() {
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    /** Whether it has the baton and does not run. Anybody may ask. */
    boolean stands() {
        return thread.getState() != Thread.State.RUNNABLE;
    }

    /** Where it stands, if it waits for something else than a monitor. Anybody may ask. */
    Optional<StackTraceElement[]> standsAt() {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> Optional.of(thread.getStackTrace());
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> Optional.empty();
        };
    }

    /** What is said of one that does not hand on the baton. */
    Broken stuck(boolean stands) {
        return new Broken(STUCK, who() + (stands
                ? " waits outside Thence: for a lock, a sleep, the network or another thread" : " runs without end")
                + "; it stands at\n" + stack(), null);
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
        baton.handOn(this);
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

    /** Called by the driver: has it end where it stands, once it has the baton; whether it needs that for it. */
    boolean kill() {
        killed = true;
        return started && !done;
    }
}

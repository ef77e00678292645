// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Guards;
import io.thence.Policy;
import io.thence.SystemEvent;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.processor.Processor.Course;
import io.thence.store.StoredEvent;
import io.thence.world.Progress;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A consumer's handler behind the {@link Guards} of its policy. Where a guard does not let calls through, no
 * lane takes anything, until {@link #closedNanos} are over or somebody says so; what a lane has taken in the last
 * moment it puts back ({@link Refused}). So nobody waits in a lane, and nothing that is not tried is an attempt.
 */
final class GuardedHandler implements Handler {

    private static final System.Logger LOG = System.getLogger(GuardedHandler.class.getName());

    private final Course course;
    private final World world;
    private final Progress progress;
    private final Consumer<SystemEvent> system;
    private final Optional<ConsumerBreaker> breaker;
    private final List<CallLimit> limits = new ArrayList<>();
    private final Optional<TimeLimits> timeLimits;
    private final boolean hasGates;
    private volatile int lanes;

    /** The event was not tried, or that it failed says nothing about it: it is tried again when it may be. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(Throwable... causes) {
            super("not now", causes.length == 0 ? null : causes[0], false, false);
        }
    }

    /** That of {@code course}; who has {@code progress} is woken whenever calls may be let through again. */
    GuardedHandler(Course course, World world, Progress progress, Consumer<SystemEvent> system) {
        this.course = course;
        this.world = world;
        this.progress = progress;
        this.system = system;
        lanes = course.policy().lanes();
        var guards = course.policy().guards();
        breaker = guards.breaker().map(settings -> new ConsumerBreaker(course.name(), settings, world, progress::wake));
        guards.bulkhead().ifPresent(calls -> limits.add(BulkheadLimit.of(course.name(), calls, progress::wake)));
        guards.rate().ifPresent(rate -> limits.add(new RateLimit(course.name(), rate, world)));
        timeLimits = guards.timeLimit()
                .map(limit -> new TimeLimits(course.who(), limit, world, course.handler()));
        hasGates = breaker.isPresent() || !limits.isEmpty();
    }

    /** Tells how the breaker has changed, if it has, one change after the other. For the processor's thread. */
    void tellOfBreaker() {
        breaker.ifPresent(one -> one.changes().forEach(this::tell));
    }

    private void tell(BreakerChanged change) {
        boolean isOpen = change.to() == BreakerState.OPEN;
        LOG.log(isOpen ? System.Logger.Level.WARNING : System.Logger.Level.INFO, course.who()
                + ": its circuit breaker was " + change.from() + " and is " + change.to()
                + (change.cause().isEmpty() ? "" : ", after " + change.cause()));
        system.accept(change);
    }

    /** The world that it is in. */
    World world() {
        return world;
    }

    /** What lanes call: where there are no guards the handler itself. */
    Handler outer() {
        return course.policy().guards().equals(Guards.NONE) ? course.handler() : this;
    }

    /** How many events are handled at the same time, whichever incarnation does. From any thread. */
    int lanes() {
        return lanes;
    }

    void lanes(int most) {
        lanes = most;
    }

    void start() {
        timeLimits.ifPresent(limits -> limits.start(course.name()));
    }

    /** Called when no lane runs any more. */
    void stop() {
        timeLimits.ifPresent(TimeLimits::stop);
    }

    /** The state of the circuit breaker, if there is one. */
    Optional<BreakerState> breaker() {
        return breaker.map(ConsumerBreaker::state);
    }

    /** What the guards hold up, for messages; empty if nothing is wrong. */
    String note() {
        return breaker.map(ConsumerBreaker::note).orElse("");
    }

    /** For how many nanoseconds nothing is to be taken; 0 if something may be, {@link CallLimit#UNTIL_TOLD} at most. */
    long closedNanos() {
        if (!hasGates) {
            return 0;
        }
        long closed = breaker.map(ConsumerBreaker::closedNanos).orElse(0L);
        for (var limit : limits) {
            closed = Math.max(closed, limit.closedNanos());
        }
        return closed;
    }

    @Override
    public void handle(StoredEvent event) {
        long entered = enter();
        long begun = world.nanos();
        try {
            call(event);
            breaker.ifPresent(counted -> counted.succeeded(entered, since(begun)));
        } catch (Throwable e) { // handlers may throw what they do not declare
            if (isHeld(entered, begun, event, e)) {
                throw new Refused(e);
            }
            throw e;
        } finally {
            limits.forEach(CallLimit::release);
        }
    }

    @Override
    public void failed(StoredEvent event, int attempts, Throwable failure, Optional<Duration> rest) {
        course.handler().failed(event, attempts, failure, rest);
    }

    private void call(StoredEvent event) {
        if (timeLimits.isPresent()) {
            timeLimits.get().handle(event);
        } else {
            course.handler().handle(event);
        }
    }

    /** Asks all limits, or none: then it is refused. */
    private long enter() {
        long entered = breaker.map(ConsumerBreaker::enter).orElse(0L);
        if (entered == ConsumerBreaker.REFUSED) {
            throw new Refused();
        }
        for (int i = 0; i < limits.size(); i++) {
            if (!limits.get(i).tryAcquire()) {
                limits.subList(0, i).forEach(CallLimit::release);
                left(entered);
                throw new Refused();
            }
        }
        return entered;
    }

    private void left(long entered) {
        if (breaker.filter(counted -> counted.left(entered)).isPresent()) {
            progress.wake();
        }
    }

    /** Counts a failure; whether it is none of the event, since too many others fail too. */
    private boolean isHeld(long entered, long begun, StoredEvent event, Throwable failure) {
        if (breaker.isEmpty()) {
            return false;
        }
        if (failure instanceof HeldUp || course.policy().action(failure) != Policy.Action.RETRY) {
            left(entered);
            return false;
        }
        var said = Failure.of(failure, course.tells().test(event.type()));
        var cause = said.type() + (said.message().isEmpty() ? "" : ": " + said.message());
        return !breaker.get().failed(entered, since(begun), failure, cause);
    }

    private Duration since(long begun) {
        return Duration.ofNanos(world.nanos() - begun);
    }
}

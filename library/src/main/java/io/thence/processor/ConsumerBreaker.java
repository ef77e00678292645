// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.thence.Breaker;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.world.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The circuit breaker of one consumer, by Resilience4j on the world's monotonic clock: it has no thread and never
 * waits. What a call comes to that began before the last change says nothing about the state since, and does not count.
 * From any thread.
 */
final class ConsumerBreaker {

    /** In place of the number of a call's state. */
    static final long REFUSED = -1;

    /** Resilience4j lets through what comes after the time, which is in whole milliseconds. */
    private static final long AFTER_NANOS = 1_000_000;

    private final String name;
    private final Breaker settings;
    private final World world;
    private final Runnable changed;
    private final ConcurrentLinkedQueue<BreakerChanged> untold = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final CircuitBreaker breaker;
    private int trials;
    private int opened;
    private long dueNanos;
    private long states;
    private volatile BreakerState state = BreakerState.CLOSED;
    private volatile String note = "";

    /** That of the consumer {@code name}; {@code changed} is run, under a lock, when there are {@link #changes}. */
    ConsumerBreaker(String name, Breaker settings, World world, Runnable changed) {
        this.name = name;
        this.settings = settings;
        this.world = world;
        this.changed = changed;
        breaker = CircuitBreaker.of(name, config());
    }

    private CircuitBreakerConfig config() {
        var config = CircuitBreakerConfig.custom().clock(new Monotonic(world))
                .currentTimestampFunction(_ -> world.nanos(), TimeUnit.NANOSECONDS)
                .slidingWindowSize(settings.calls()).minimumNumberOfCalls(settings.calls())
                .failureRateThreshold(percent(settings.failureShare()))
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .waitIntervalFunctionInOpenState(time -> settings.openFor(time).toMillis());
        settings.slow().ifPresent(slow ->
                config.slowCallDurationThreshold(slow.over()).slowCallRateThreshold(percent(slow.share())));
        return config.build();
    }

    private static float percent(double share) {
        return (float) (share * 100);
    }

    /** The monotonic clock: a wall clock that is set must not hold it open. */
    private static final class Monotonic extends Clock {

        private final World world;

        Monotonic(World world) {
            this.world = world;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(world.nanos());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Its state. */
    BreakerState state() {
        return state;
    }

    /** The changes that were not given before, in their order. */
    List<BreakerChanged> changes() {
        var some = new ArrayList<BreakerChanged>();
        for (var next = untold.poll(); next != null; next = untold.poll()) {
            some.add(next);
        }
        return some;
    }

    /** What it holds up; empty while it is closed. */
    String note() {
        return note;
    }

    /** For how many nanoseconds no call may begin: 0 if one may. */
    long closedNanos() {
        if (state == BreakerState.CLOSED) {
            return 0;
        }
        lock.lock();
        try {
            return switch (state) {
                case CLOSED -> 0;
                case OPEN -> Math.max(0, dueNanos - world.nanos());
                case HALF_OPEN -> trials < settings.trials() ? 0 : CallLimit.UNTIL_TOLD;
            };
        } finally {
            lock.unlock();
        }
    }

    /** A call wants to begin: the number of the state that it begins in, or {@link #REFUSED}. */
    long enter() {
        lock.lock();
        try {
            boolean isLet = breaker.tryAcquirePermission();
            changed("");
            if (!isLet) {
                return REFUSED;
            }
            trials += state == BreakerState.HALF_OPEN ? 1 : 0;
            return states;
        } finally {
            lock.unlock();
        }
    }

    /** A call that began in the state {@code entered} has ended well. */
    void succeeded(long entered, Duration taken) {
        lock.lock();
        try {
            if (entered == states) {
                breaker.onSuccess(counted(taken), TimeUnit.NANOSECONDS);
                changed("");
            }
        } finally {
            lock.unlock();
        }
    }

    /** One has failed, for {@code cause}; whether it is closed after that. */
    boolean failed(long entered, Duration taken, Throwable failure, String cause) {
        lock.lock();
        try {
            if (entered == states) {
                breaker.onError(counted(taken), TimeUnit.NANOSECONDS, failure);
                changed(cause);
            }
            return state == BreakerState.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    /** One was not made, or came to nothing that says anything about the outside; whether others may begin now. */
    boolean left(long entered) {
        lock.lock();
        try {
            if (entered != states) {
                return false;
            }
            breaker.releasePermission();
            trials -= state == BreakerState.HALF_OPEN ? 1 : 0;
            return state == BreakerState.HALF_OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Where slow calls do not count, none has taken any time. */
    private long counted(Duration taken) {
        return settings.slow().isEmpty() ? 0 : taken.toNanos();
    }

    /** Looks whether it has changed, and says so. */
    private void changed(String cause) {
        var before = state;
        var now = state(breaker.getState());
        if (now == before) {
            return;
        }
        state = now;
        states++;
        trials = 0;
        switch (now) {
            case CLOSED -> {
                opened = 0;
                note = "";
            }
            case OPEN -> open(cause);
            case HALF_OPEN -> note = "its circuit breaker is half-open: some calls are tried";
        }
        untold.add(new BreakerChanged(name, before, now, cause));
        changed.run();
    }

    private void open(String cause) {
        var time = settings.openFor(++opened);
        dueNanos = world.nanos() + time.toNanos() + AFTER_NANOS;
        note = "its circuit breaker is open until " + world.now().plus(time) + (cause.isEmpty() ? "" : ": " + cause);
    }

    private static BreakerState state(State state) {
        return switch (state) {
            case CLOSED -> BreakerState.CLOSED;
            case OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            default -> throw new IllegalStateException("nobody asks for " + state);
        };
    }
}

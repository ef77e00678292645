// SPDX-License-Identifier: Apache-2.0
package io.thence.query;

import io.thence.Part;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.Stopped;
import io.thence.Visibility;
import io.thence.query.QueryPath.Answerer;
import io.thence.view.Reached;
import io.thence.view.ReadModel;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Follows one answer, as a state machine: when a projection has moved and the subscriber wants more, a step asks again,
 * and gives the answer if it is another. Between two askings it leaves four times as long as the last one took.
 */
final class Watcher<A> implements Machine, Flow.Subscription {

    private static final Duration REST = Duration.ofSeconds(1);
    private static final long PAUSE_TIMES_WORK = 4;
    private static final long PAUSE_MIN_NANOS = Duration.ofMillis(5).toNanos();

    private final QueryPath path;
    private final Answerer<?, A> answerer;
    private final Ask<A> ask;
    private final Reached atOnce;
    private final Flow.Subscriber<? super A> subscriber;
    private final Signal signal = new Signal();
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicReference<Optional<Throwable>> wrong = new AtomicReference<>(Optional.empty());
    private volatile boolean cancelled;
    private List<ReadModel> models = List.of();
    private List<Long> seen = List.of();
    private Optional<A> last = Optional.empty();
    private long nextNanos;
    private Duration rest = REST;
    private volatile boolean ended;
    private volatile Optional<World.Running> running = Optional.empty();

    Watcher(QueryPath path, Answerer<?, A> answerer, Ask<A> ask, Flow.Subscriber<? super A> subscriber) {
        this.path = path;
        this.answerer = answerer;
        this.ask = ask;
        atOnce = ask.reached().within(Duration.ZERO);
        this.subscriber = subscriber;
        nextNanos = path.world().nanos();
    }

    void start() {
        try {
            subscriber.onSubscribe(this);
        } catch (RuntimeException | Error e) {
            cancelled = true; // it is no subscriber (rule 2.13 of Reactive Streams)
            end(Optional.empty());
            throw e;
        }
        running = Optional.of(path.world().start("watch-" + answerer.queries().name(), this));
        if (ended) {
            leave(Optional.empty()); // before there was anything to let go of
        }
    }

    /** It cannot be started: its subscriber is told so after it has got it (rule 1.9 of Reactive Streams). */
    void refuse(Throwable why) {
        ended = true;
        subscriber.onSubscribe(this);
        if (!cancelled) {
            subscriber.onError(why);
        }
    }

    /** The application ends. */
    void stop() {
        running.ifPresent(World.Running::stop);
        end(Optional.of(new Stopped("the application is closed: nothing changes any more")));
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            wrong.set(Optional.of(new IllegalArgumentException("so many are asked for: " + n + "; ask for 1 or more")));
        } else {
            wanted.accumulateAndGet(n, (one, other) -> one + other < 0 ? Long.MAX_VALUE : one + other);
        }
        signal.raise();
    }

    @Override
    public void cancel() {
        cancelled = true;
        signal.raise();
    }

    @Override
    public boolean step() {
        rest = REST;
        if (ended) {
            return false;
        }
        if (cancelled || wrong.get().isPresent()) {
            leave(wrong.get());
            return false;
        }
        listen();
        var now = models.stream().map(model -> model.progress().changes()).toList();
        long left = nextNanos - path.world().nanos();
        if (wanted.get() == 0 || now.equals(seen)) {
            return false;
        }
        if (left > 0) {
            rest = Duration.ofNanos(left);
            return false;
        }
        long begun = path.world().nanos();
        try {
            if (!areThere()) {
                return false;
            }
            var answer = answerer.answer(ask.question(), path.sources(), ask.reached());
            seen = now;
            give(answer);
        } catch (Behind _) {
            return false; // it is rebuilding, or not yet where it is to be
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            leave(Optional.of(e));
        }
        long ready = path.world().nanos();
        nextNanos = ready + Math.max(PAUSE_MIN_NANOS, (ready - begun) * PAUSE_TIMES_WORK);
        return true;
    }

    /** Whether nothing has to be waited for but the answer: it is to end soon when it is told to. */
    private boolean areThere() {
        return models.stream().map(atOnce::await)
                .noneMatch(sight -> sight instanceof Visibility.Pending || sight instanceof Visibility.Rebuilding);
    }

    private void give(A answer) {
        if (last.isEmpty() || !last.get().equals(answer)) {
            last = Optional.of(answer);
            wanted.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
            subscriber.onNext(answer);
        }
    }

    /** Others may answer for a projection than before. */
    private void listen() {
        var current = new ArrayList<ReadModel>();
        for (Part part : answerer.queries().over()) {
            current.add(path.sources().readModel(part));
        }
        if (!current.equals(models)) {
            models.forEach(model -> model.progress().ignore(signal));
            current.forEach(model -> model.progress().tell(signal));
            models = current;
            seen = List.of();
        }
    }

    /** Ends by itself; another thread waits for that, and lets go of the machine. */
    private void leave(Optional<Throwable> why) {
        end(why);
        running.ifPresent(machine -> path.world().fork("watch-end", machine::stop));
    }

    private void end(Optional<Throwable> why) {
        if (ended) {
            return;
        }
        ended = true;
        models.forEach(model -> model.progress().ignore(signal));
        path.ended(this);
        if (!cancelled) {
            why.ifPresent(subscriber::onError);
        }
    }

    @Override
    public boolean isLight() {
        return true;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return ended ? UNTIL_TOLD : rest;
    }
}

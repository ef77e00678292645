// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.world.Signal;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the one answer that was asked for last, until it is taken; asks for another then. */
final class Follower implements Flow.Subscriber<Object> {

    private final Signal told;
    private final AtomicReference<Optional<Object>> answer = new AtomicReference<>(Optional.empty());
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile Optional<Flow.Subscription> subscription = Optional.empty();

    /** Raises {@code told} when there is something to take. */
    Follower(Signal told) {
        this.told = told;
    }

    @Override
    public void onSubscribe(Flow.Subscription own) {
        subscription = Optional.of(own);
        own.request(1);
    }

    @Override
    public void onNext(Object item) {
        answer.set(Optional.of(item));
        told.raise();
    }

    @Override
    public void onError(Throwable why) {
        failure = Optional.of(why);
        told.raise();
    }

    @Override
    public void onComplete() {
        onError(new IllegalStateException("nothing more comes"));
    }

    /** The answer, if there is one that was not taken yet. */
    Optional<Object> next() {
        var next = answer.getAndSet(Optional.empty());
        if (next.isPresent()) {
            subscription.ifPresent(own -> own.request(1));
        }
        return next;
    }

    /** Why there will be no more. */
    Optional<Throwable> failure() {
        return failure;
    }

    void cancel() {
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}

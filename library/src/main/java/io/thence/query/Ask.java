// SPDX-License-Identifier: Apache-2.0
package io.thence.query;

import io.thence.Answer;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Question;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.Visibility;
import io.thence.query.QueryPath.Answerer;
import io.thence.view.Reached;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A question, and how far the projections must have come that answer it. Immutable; may be kept and asked often, from
 * any thread.
 *
 * @param <A> the answer
 */
public final class Ask<A> {

    private final QueryPath path;
    private final Question<A> question;
    private final Reached reached;

    Ask(QueryPath path, Question<A> question, Reached reached) {
        this.path = path;
        this.question = question;
        this.reached = reached;
    }

    private Ask<A> reaching(Reached further) {
        return new Ask<>(path, question, further);
    }

    /** The same, answered only when all its projections have seen what {@code outcome} wrote: read your own writes. */
    public Ask<A> after(Outcome outcome) {
        return reaching(reached.after(outcome));
    }

    /** The same, answered only when all its projections have seen everything up to {@code position}. */
    public Ask<A> upTo(Position position) {
        return reaching(reached.upTo(position));
    }

    /** The same, answered only when nothing up to there waits for a key that is parked: the strict form. */
    public Ask<A> wholePrefix() {
        return reaching(reached.wholePrefix());
    }

    /** The same, waiting at most {@code limit}. */
    public Ask<A> within(Duration limit) {
        return reaching(reached.within(limit));
    }

    /**
     * The answer.
     *
     * @throws BadRequest                             if several answer it: ask for {@link #answers}
     * @throws Behind                                 if a projection has not come far enough in time, or is rebuilding
     * @throws io.thence.ThenceException.Blocked      if what is asked for waits for a key that is parked
     * @throws io.thence.ThenceException.PartStopped if a projection has stopped
     */
    public A answer() {
        return only().answer(question, path.sources(), reached);
    }

    private Answerer<?, A> only() {
        var answerers = path.answerers(question);
        if (answerers.size() != 1) {
            throw new BadRequest(answerers.size() + " queries answer a " + question.getClass().getSimpleName()
                    + ": ask for answers(), or for changes of each");
        }
        return answerers.getFirst();
    }

    /**
     * What all who answer it say, in the order of the application's parts; they are asked at the same time. Who says
     * nothing within the limit has failed.
     */
    public List<Answer<A>> answers() {
        var answerers = path.answerers(question);
        var given = new AtomicReferenceArray<Answer<A>>(answerers.size());
        var told = new Signal();
        for (int i = 0; i < answerers.size(); i++) {
            int at = i;
            var answerer = answerers.get(i);
            path.world().fork("answer-" + answerer.queries().name(), () -> {
                given.set(at, answer(answerer));
                told.raise();
            });
        }
        await(given, told);
        var answers = new ArrayList<Answer<A>>();
        for (int i = 0; i < answerers.size(); i++) {
            var name = answerers.get(i).queries().name();
            answers.add(Optional.ofNullable(given.get(i)).orElseGet(() -> new Answer.Failed<>(name, new Behind(
                    "queries '" + name + "' did not answer within " + limit() + ": wait longer by within(..)"))));
        }
        return answers;
    }

    private Answer<A> answer(Answerer<?, A> answerer) {
        var name = answerer.queries().name();
        try {
            return new Answer.Given<>(name, answerer.answer(question, path.sources(), reached));
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return new Answer.Failed<>(name, e);
        }
    }

    private Duration limit() {
        return Duration.ofNanos(reached.limitNanos());
    }

    private void await(AtomicReferenceArray<Answer<A>> given, Signal told) {
        long deadline = path.world().nanos() + reached.limitNanos();
        while (isAnyMissing(given)) {
            long left = deadline - path.world().nanos();
            if (left <= 0) {
                return;
            }
            path.world().await(told, Duration.ofNanos(left));
        }
    }

    private static boolean isAnyMissing(AtomicReferenceArray<?> given) {
        for (int i = 0; i < given.length(); i++) {
            if (given.get(i) == null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the projections that answer it show what is asked for: the first one that does not says why. Waits for it
     * as the question does.
     *
     * @throws io.thence.ThenceException.PartStopped if a projection has stopped
     */
    public Visibility visibility() {
        for (var answerer : path.answerers(question)) {
            for (var part : answerer.queries().over()) {
                var visibility = reached.await(path.sources().readModel(part));
                if (!(visibility instanceof Visibility.Seen)) {
                    return visibility;
                }
            }
        }
        return new Visibility.Seen();
    }

    /**
     * The answer, and each other one that it becomes. A subscriber that is slow misses some, and gets the latest; none
     * is given twice in a row. It ends with an error when a handler fails, a projection stops, or the application is
     * closed. Nothing is given while a projection is rebuilding, nor an answer that takes longer than {@link #within}.
     *
     * @throws BadRequest if several answer it
     */
    public Flow.Publisher<A> changes() {
        var answerer = only();
        return subscriber -> path.start(new Watcher<>(path, answerer, this, subscriber));
    }

    Question<A> question() {
        return question;
    }

    Reached reached() {
        return reached;
    }
}

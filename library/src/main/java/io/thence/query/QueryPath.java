// SPDX-License-Identifier: Apache-2.0
package io.thence.query;

import io.thence.Application;
import io.thence.Queries;
import io.thence.Queries.Answering;
import io.thence.Question;
import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Stopped;
import io.thence.view.Reached;
import io.thence.world.Closing;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** From a question to those who answer it. May be used from any thread. */
public final class QueryPath implements AutoCloseable {

    /** How many may follow the changes of answers at once. */
    public static final int WATCHERS_MAX = 1_000;

    private final World world;
    private final Sources sources;
    private final Map<Class<?>, List<Answerer<?, ?>>> answerers = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Watcher<?>> watchers = new ArrayList<>();
    private boolean closed;

    /** What answers a type of question, and the queries that it is from. */
    record Answerer<Q extends Question<A>, A>(Queries queries, Answering<Q, A> answering) {
        A answer(Question<A> question, Sources sources, Reached reached) {
            return answering.handler().answer(answering.type().cast(question), new Readings(queries, sources, reached));
        }
    }

    /** Those of {@code application}, over projections that run. */
    public QueryPath(Application application, World world, Sources sources) {
        this.world = world;
        this.sources = sources;
        for (var queries : application.queries()) {
            for (var answering : queries.answers()) {
                answerers.computeIfAbsent(answering.type(), _ -> new ArrayList<>())
                        .add(new Answerer<>(queries, answering));
            }
        }
    }

    World world() {
        return world;
    }

    Sources sources() {
        return sources;
    }

    /**
     * A question, to be asked.
     *
     * @throws BadRequest if nothing answers it
     */
    public <A> Ask<A> ask(Question<A> question) {
        if (!answerers.containsKey(question.getClass())) {
            throw new BadRequest("nothing answers a " + question.getClass().getSimpleName()
                    + ": add Queries that do to with(..)");
        }
        return new Ask<>(this, question, Reached.START);
    }

    @SuppressWarnings("unchecked") // those of a question's type answer it
    <A> List<Answerer<?, A>> answerers(Question<A> question) {
        return (List<Answerer<?, A>>) (List<?>) answerers.getOrDefault(question.getClass(), List.of());
    }

    void start(Watcher<?> watcher) {
        admit(watcher).ifPresentOrElse(watcher::refuse, watcher::start);
    }

    private Optional<ThenceException> admit(Watcher<?> watcher) {
        lock.lock();
        try {
            if (closed) {
                return Optional.of(new Stopped("the application is closed: nothing changes any more"));
            }
            if (watchers.size() >= WATCHERS_MAX) {
                return Optional.of(new BadRequest(WATCHERS_MAX + " follow answers already: cancel some, or share one"
                        + " among many"));
            }
            watchers.add(watcher);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void ended(Watcher<?> watcher) {
        lock.lock();
        try {
            watchers.remove(watcher);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all who follow changes. */
    @Override
    public void close() {
        List<Watcher<?>> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(watchers);
        } finally {
            lock.unlock();
        }
        Closing.all(left.stream().map(watcher -> watcher::stop));
    }
}

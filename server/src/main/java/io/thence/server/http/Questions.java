// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.query.Ask;
import io.thence.run.Thence;
import io.thence.world.Signal;
import io.thence.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Answers the questions of an application: once, or at every change, as server-sent events. */
final class Questions {

    private static final int FOLLOWERS_MAX = 128;
    /** A client that has gone is found when something is sent to it. */
    private static final Duration ALIVE = Duration.ofSeconds(15);

    private final Thence thence;
    private final World world;
    private final Map<String, Class<?>> types;
    private final Set<Signal> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Questions(Thence thence, World world) {
        this.thence = thence;
        this.world = world;
        types = named(thence.application().queries().stream()
                .flatMap(queries -> queries.answers().stream()).<Class<?>>map(Queries.Answering::type).distinct()
                .toList());
    }

    /** The types by their simple names; those of one simple name by their whole names, as in desk.Desk$BooksOf. */
    private static Map<String, Class<?>> named(List<Class<?>> questions) {
        var named = new TreeMap<String, Class<?>>();
        var bySimpleName = questions.stream().collect(Collectors.groupingBy(Class::getSimpleName));
        bySimpleName.forEach((name, same) ->
                same.forEach(type -> named.put(same.size() == 1 ? name : type.getName(), type)));
        return named;
    }

    /** {@code {"answer": ..}}. */
    void once(ServerRequest request, ServerResponse response) {
        Answer.json(response, Json.write(Map.of("answer", asked(request).answer())));
    }

    /** An event for each answer, its data {@code {"answer": ..}}, or {@code {"error": ".."}} at the end. */
    void changes(ServerRequest request, ServerResponse response) {
        var changes = asked(request).changes();
        if (followers.size() >= FOLLOWERS_MAX) {
            Answer.error(response, Status.SERVICE_UNAVAILABLE_503, FOLLOWERS_MAX + " follow answers: close one");
            return;
        }
        var told = new Signal();
        var follower = new Follower(told);
        changes.subscribe(follower);
        followers.add(told);
        try (var sink = response.sink(SseSink.TYPE)) {
            send(sink, follower, told);
        } finally {
            follower.cancel();
            followers.remove(told);
        }
    }

    private void send(SseSink sink, Follower follower, Signal told) {
        while (!closed) {
            var failure = follower.failure();
            var next = follower.next();
            if (next.isPresent()) {
                sink.emit(SseEvent.create(Json.text(Map.of("answer", next.get()))));
            } else if (failure.isPresent()) {
                sink.emit(SseEvent.create(Json.text(Map.of("error", String.valueOf(failure.get().getMessage())))));
                return;
            } else if (!world.await(told, ALIVE)) {
                sink.emit(SseEvent.builder().comment("still the same").build());
            }
        }
    }

    private Ask<?> asked(ServerRequest request) {
        var name = request.path().pathParameters().get("question");
        var type = types.get(name);
        if (type == null) {
            throw new BadRequest("there is no question '" + name + "': ask one of " + types.keySet());
        }
        var json = request.query().contains("q") ? request.query().get("q") : "{}";
        try {
            return thence.ask((Question<?>) Json.read(json.getBytes(StandardCharsets.UTF_8), type, "q"));
        } catch (ThenceException e) {
            throw new BadRequest("q is no " + name + " as JSON (" + e.getMessage() + ")");
        }
    }

    /** Ends all feeds. */
    void close() {
        closed = true;
        followers.forEach(Signal::raise);
    }
}

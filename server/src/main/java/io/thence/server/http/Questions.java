// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.query.Ask;
import io.thence.run.Thence;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Answers the questions of an application over HTTP, as a service for a web server of your own, behind whatever decides
 * there who may ask:
 *
 * {@snippet :
 * var questions = Questions.of(thence);
 * WebServer.builder().routing(routing -> routing.register("/desk", questions)).build().start();
 * }
 *
 * <ul>
 *   <li>{@code GET ask/QUESTION?q=JSON}: {@code {"answer": ..}}
 *   <li>{@code GET changes/QUESTION?q=JSON}: a server-sent event with {@code {"answer": ..}} as its data for the answer
 *       and each other one that it becomes; at most 128 at a time
 * </ul>
 *
 * <p>A question is named by its simple name, and by its whole name where two have one simple name; {@code q} is the
 * question as JSON. What goes wrong is {@code {"error": ".."}}: 400 for a question that is none, 503 for what is not
 * yet, or not now, to be told. From any thread.
 */
public final class Questions implements HttpService, AutoCloseable {

    private static final int FOLLOWERS_MAX = 128;
    /** A client that has gone is found when something is sent to it. */
    private static final Duration ALIVE = Duration.ofSeconds(15);

    private final Thence thence;
    private final World world = new SystemWorld();
    private final Map<String, Class<?>> types;
    private final Set<Signal> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Questions(Thence thence) {
        this.thence = thence;
        types = named(thence.application().queries().stream()
                .flatMap(queries -> queries.answers().stream()).<Class<?>>map(Queries.Answering::type).distinct()
                .toList());
    }

    /** Those of {@code thence}, which outlives it. */
    public static Questions of(Thence thence) {
        return new Questions(thence);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/ask/{question}", safely(this::once)).get("/changes/{question}", safely(this::changes));
    }

    /** Where it is mounted nothing is known of our errors. */
    private static Handler safely(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (RuntimeException e) {
                Answer.failed(request, response, e);
            }
        };
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
    private void once(ServerRequest request, ServerResponse response) {
        Answer.json(response, Json.write(Map.of("answer", asked(request).answer())));
    }

    /** An event for each answer, its data {@code {"answer": ..}}, or {@code {"error": ".."}} at the end. */
    private void changes(ServerRequest request, ServerResponse response) {
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
        return thence.ask((Question<?>) Json.asked(json.getBytes(StandardCharsets.UTF_8), type, "q"));
    }

    /** Ends all feeds: to be called before the server is stopped, which waits for them. */
    @Override
    public void close() {
        closed = true;
        followers.forEach(Signal::raise);
    }
}

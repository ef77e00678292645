// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.webserver.WebServer;
import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Question;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions of an application over HTTP: answered once, or whenever the answer changes. */
@Timeout(30)
class QuestionsTest {

    record SumOf(String name) implements Question<Integer> {}

    private static final MemoryProjection<TreeMap<String, Integer>> SUMS =
            Projection.inMemory("sums", TreeMap<String, Integer>::new)
                    .on(Counted.class, (sums, e) -> sums.merge(e.name(), e.by(), Integer::sum));

    private static final Queries ASKED = Queries.named("asked").over(SUMS).answer(SumOf.class,
            (question, from) -> from.read(SUMS, sums -> sums.getOrDefault(question.name(), 0)));

    private final HttpClient client = HttpClient.newHttpClient();
    private Thence thence;
    private PageServer server;

    @BeforeEach
    void start() {
        thence = Thence.run(Counter.APPLICATION.with(SUMS, ASKED), Engine.inMemory());
        server = PageServer.start(thence, new Page(PageServerTest.class, "page", () -> 1), 0);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
        thence.close();
    }

    private HttpRequest to(String path, String question) {
        return HttpRequest.newBuilder(URI.create(server.address() + path + "?q="
                + URLEncoder.encode(question, StandardCharsets.UTF_8))).build();
    }

    private String ask(String path, String question) throws IOException, InterruptedException {
        return client.send(to(path, question), BodyHandlers.ofString()).body();
    }

    @Test
    void aQuestionIsAnsweredOnce() throws Exception {
        thence.await(SUMS, thence.send(new Count("a", 3)).position(), Duration.ofSeconds(20));
        assertThat(ask("api/ask/SumOf", "{\"name\":\"a\"}")).isEqualTo("{\"answer\":3}");
        assertThat(ask("api/ask/SumOf", "{\"name\":\"b\"}")).isEqualTo("{\"answer\":0}");
        assertThat(ask("api/ask/Sum", "{}"))
                .isEqualTo("{\"error\":\"there is no question 'Sum': ask one of [SumOf]\"}");
        assertThat(ask("api/ask/SumOf", "{}")).contains("\"error\":\"q is no SumOf as JSON (name: ");
        assertThat(ask("api/ask/SumOf", "{\"name\":\"a\",\"of\":1}"))
                .contains("\"error\":\"q is no SumOf as JSON (of: Unrecognized property");
        assertThat(ask("api/ask/SumOf", "no json")).contains("\"error\":\"q is no SumOf as JSON (");
    }

    @Test
    void changesComeAsTheyHappenUntilTheServerCloses() throws Exception {
        var answer = client.send(to("api/changes/SumOf", "{\"name\":\"a\"}"), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines)).isEqualTo("{\"answer\":0}");
            thence.send(new Count("a", 3));
            assertThat(next(lines)).isEqualTo("{\"answer\":3}");
            thence.send(new Count("b", 1));
            thence.send(new Count("a", 4));
            assertThat(next(lines)).isEqualTo("{\"answer\":7}");
            server.close();
            assertThat(next(lines)).as("its end").isEmpty();
        }
    }

    @Test
    void anApplicationsOwnServerAnswersThemWhereItLikes() throws Exception {
        var questions = Questions.of(thence);
        var own = WebServer.builder().port(0).shutdownHook(false)
                .routing(routing -> routing.register("/desk", questions)).build().start();
        try {
            thence.await(SUMS, thence.send(new Count("a", 3)).position(), Duration.ofSeconds(20));
            var desk = URI.create("http://localhost:" + own.port() + "/desk/");
            assertThat(get(desk.resolve("ask/SumOf?q=%7B%22name%22:%22a%22%7D")).body()).isEqualTo("{\"answer\":3}");
            var unknown = get(desk.resolve("ask/Sum"));
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(unknown.body()).contains("there is no question 'Sum'");
            var answer = client.send(HttpRequest.newBuilder(desk.resolve("changes/SumOf?q=%7B%22name%22:%22a%22%7D"))
                    .build(), BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(next(lines)).isEqualTo("{\"answer\":3}");
                questions.close();
                assertThat(next(lines)).as("its end").isEmpty();
            }
        } finally {
            own.stop();
        }
    }

    private HttpResponse<String> get(URI at) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
    }

    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data:")) {
            line = lines.readLine();
        }
        return line == null ? "" : line.substring("data:".length()).strip();
    }
}

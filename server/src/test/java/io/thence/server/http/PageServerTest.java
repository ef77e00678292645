// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.EventId;
import io.thence.Send;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(10)
class PageServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger shown = new AtomicInteger();
    private volatile Supplier<Object> snapshot = () -> Map.of("shown", shown.incrementAndGet());
    private Thence thence;
    private PageServer server;

    @BeforeEach
    void start() {
        thence = Thence.run(Counter.APPLICATION, Engine.inMemory());
        server = PageServer.start(thence, new Page(PageServerTest.class, "page", () -> snapshot.get()), 0);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
        thence.close();
    }

    @Test
    void servesThePageWithSecurityHeaders() throws Exception {
        var page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>a page</title>");
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow()).contains("default-src 'self'");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing.html", "/../PageServerTest.class", "/%2e%2e/PageServerTest.class", "/page/",
            "/.hidden.html", "//etc/passwd", "/api/nothing", "/..%2fCounter.class", "/a//b.html"})
    void whatIsNotThereIsSaidInJson(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("{\"error\":\"there is nothing at ");
    }

    @Test
    void tellsTheFlow() throws Exception {
        assertThat(get("/api/flow").body())
                .startsWith("{\"application\":\"counter\",\"boxes\":[")
                .contains("{\"kind\":\"EVENT\",\"name\":\"counter.counted\"}");
    }

    @Test
    void givesTheNewestEventsOrThoseAfterAPosition() throws Exception {
        for (int i = 1; i <= 5; i++) {
            thence.send(new Count("a", i));
        }
        assertThat(get("/api/events?limit=2").body()).startsWith("{\"head\":5,\"events\":[{\"position\":4,")
                .contains("\"keys\":[\"name/a\"],\"data\":{\"name\":\"a\",\"by\":5}}]}");
        assertThat(get("/api/events?after=1&limit=1").body())
                .contains("\"position\":2").doesNotContain("\"position\":3");
        assertThat(get("/api/events?after=5").body()).isEqualTo("{\"head\":5,\"events\":[]}");
        assertThat(get("/api/events?after=x").statusCode()).isEqualTo(400);
        assertThat(get("/api/events?limit=1001").body()).contains("'limit' is a number from 0 to 1000");
    }

    @Test
    void whatIsAnnulledIsMarked() throws Exception {
        thence.send(new Count("a", 1), Send.as("wrong"));
        thence.send(new Count("a", 2));
        thence.annul(List.of(new EventId("wrong/0")), "anna", "counted twice");
        assertThat(get("/api/events?limit=3").body()).contains("\"by\":1},\"annulled\":3},{", "\"by\":2}},{");
    }

    @Test
    void feedsEachEventOnceAndTheSnapshotAgain() throws Exception {
        thence.send(new Count("a", 1));
        try (var feed = live()) {
            assertThat(feed.next()).startsWith("{\"head\":1,\"events\":[{\"position\":1,")
                    .endsWith("\"rates\":{},\"page\":{\"shown\":1}}");
            thence.send(new Count("a", 2));
            assertThat(feed.next()).startsWith("{\"head\":2,\"events\":[{\"position\":2,")
                    .containsPattern("\"rates\":\\{\"counter.counted\":[0-9.]+},");
            assertThat(feed.next()).startsWith("{\"head\":2,\"events\":[],\"rates\":{\"counter");
        }
    }

    @Test
    void aSnapshotThatFailsIsSaidAndTheFeedGoesOn() throws Exception {
        snapshot = () -> {
            throw new IllegalStateException("the tables are being rebuilt");
        };
        try (var feed = live()) {
            assertThat(feed.next()).isEqualTo("{\"head\":0,\"events\":[],\"rates\":{},"
                    + "\"error\":\"the tables are being rebuilt\"}");
            snapshot = () -> "back";
            assertThat(feed.next()).isEqualTo("{\"head\":0,\"events\":[],\"rates\":{},\"page\":\"back\"}");
        }
    }

    @Test
    void closingEndsFeedsAndFreesThePort() throws Exception {
        try (var feed = live()) {
            feed.next();
            server.close();
            assertThat(feed.rest()).isEmpty();
        }
        PageServer.start(thence, new Page(PageServerTest.class, "page", () -> 1), server.address().getPort()).close();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        var page = new Page(PageServerTest.class, "page", () -> 1);
        assertThatThrownBy(() -> PageServer.start(thence, page, server.address().getPort()))
                .hasMessageContaining("port " + server.address().getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://localhost:PORT", "http://localhost",
            "http://localhost:1"})
    void aForeignOriginIsRefused(String origin) throws Exception {
        var request = HttpRequest.newBuilder(at("/api/flow")).header("Origin", origin.replace("PORT", port())).build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("may not ask here");
    }

    @Test
    void itsOwnOriginIsLetIn() throws Exception {
        var request = HttpRequest.newBuilder(at("/api/flow")).header("Origin", "http://localhost:" + port()).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:PORT", "localhost", "localhost:1",
            "127.0.0.1.evil.example:PORT"})
    void aForeignHostIsRefused(String host) throws Exception {
        assertThat(raw("GET /api/flow HTTP/1.1\r\nHost: " + host.replace("PORT", port())
                + "\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 403").contains("is not served here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT"})
    void aNameOfThisMachineIsLetIn(String host) throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: " + host.replace("PORT", port()) + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        var request = HttpRequest.newBuilder(at("/api/events")).POST(HttpRequest.BodyPublishers.ofString("{}")).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    private String port() {
        return String.valueOf(server.address().getPort());
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    /** Sends what no client library would. Half a connection is closed, since the server keeps its own half open. */
    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.address().getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Feed live() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at("/api/live")).header("Accept", "text/event-stream").build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        return new Feed(answer.body());
    }

    private static final class Feed implements AutoCloseable {
        private final BufferedReader lines;

        Feed(InputStream in) {
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        String next() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data:")) {
                line = lines.readLine();
            }
            return line == null ? "" : line.substring("data:".length()).strip();
        }

        String rest() throws IOException {
            var rest = new StringBuilder();
            for (String next = next(); !next.isEmpty(); next = next()) {
                rest.append(next);
            }
            return rest.toString();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thence.Alert.Severity;
import io.thence.Notice;
import io.thence.event.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A web hook is told by a POST with the key; anything but a 2xx, and no answer, is a failure. */
@Timeout(20)
class WebhookTest {

    private static final Instant AT = Instant.parse("2026-03-27T12:00:00Z");
    private static final Notice NOTICE = new Notice("declined", "1", Severity.CRITICAL, true, AT, AT.plusSeconds(5),
            Optional.of(3.0), "count in PT1M at least 3.0");

    private record Got(String method, String key, String secret, String body) {}

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        got.add(new Got(exchange.getRequestMethod(), exchange.getRequestHeaders().getFirst(Webhook.KEY),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        var body = status == 204 ? new byte[0] : "out of order".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Webhook hook() {
        return Webhook.named("pager", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
    }

    @Test
    void it_posts_the_notice_with_the_key_and_headers() throws Exception {
        var hook = hook().header("Authorization", "Bearer s3cret");
        hook.notify("key-1", NOTICE);
        assertThat(got).singleElement().satisfies(one -> {
            assertThat(one.method()).isEqualTo("POST");
            assertThat(one.key()).isEqualTo("key-1");
            assertThat(one.secret()).isEqualTo("Bearer s3cret");
            assertThat(Json.read(one.body().getBytes(StandardCharsets.UTF_8), Notice.class, "it")).isEqualTo(NOTICE);
        });
        assertThat(hook.toString()).doesNotContain("s3cret");
    }

    @Test
    void another_answer_is_a_failure_that_says_which_and_nothing_of_what_it_says() {
        status = 503;
        assertThatThrownBy(() -> hook().notify("key", NOTICE)).isInstanceOf(Webhook.Refused.class)
                .hasMessage("web hook 'pager' (127.0.0.1) answers 503");
    }

    /** A server that answers with {@code head} and a body that never ends: nothing comes any more, or more and more. */
    private static Webhook endless(ServerSocket server, String head, boolean isSilent) {
        var chunk = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual().start(new FutureTask<>(() -> {
            try (var asked = server.accept()) {
                var out = asked.getOutputStream();
                out.write((head + "\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                do {
                    out.write(chunk);
                } while (!isSilent);
                return asked.getInputStream().readAllBytes(); // until the other side has enough
            }
        }));
        return Webhook.named("pager", URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook"))
                .limit(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_without_end_holds_nobody_up(boolean isSilent) throws Exception {
        try (var server = new ServerSocket(0)) {
            endless(server, "HTTP/1.1 200 OK", isSilent).notify("key", NOTICE);
        }
        try (var server = new ServerSocket(0)) {
            var hook = endless(server, "HTTP/1.1 500 Broken", isSilent);
            assertThatThrownBy(() -> hook.notify("key", NOTICE)).hasMessageContaining("answers 500");
        }
    }

    @Test
    void no_answer_is_a_failure_within_the_limit() throws IOException {
        try (var silent = new ServerSocket(0)) {
            var hook = Webhook.named("pager", URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/hook"))
                    .limit(Duration.ofMillis(200));
            assertThatThrownBy(() -> hook.notify("key", NOTICE)).isInstanceOf(HttpTimeoutException.class);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.Application;
import io.thence.Reaction;
import io.thence.Supervision;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What who runs the process is told. */
@Timeout(30)
class ProbesTest {

    private static final Reaction WATCH = Reaction.named("watch").on(Counted.class, (_, _) -> {
        throw new AssertionError("no \"watch\"");
    });

    private final HttpClient client = HttpClient.newHttpClient();
    private final Thence thence = Thence.run(Application.named("watched").with(Counter.EVENTS, Counter.COUNTS, WATCH),
            Engine.inMemory().supervision(Supervision.DEFAULT.withoutRestarts()));
    private final PageServer server = PageServer.start(thence, new Page(PageServerTest.class, "page", () -> 1), 0);

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
        thence.close();
    }

    private HttpResponse<String> get(String what) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.address() + "health/" + what)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void what_runs_is_live_and_ready() throws Exception {
        for (var what : new String[] {"live", "ready"}) {
            var told = get(what);
            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.headers().firstValue("content-type").orElseThrow()).contains("application/json");
            assertThat(told.body()).isEqualTo("{\"live\":true,\"ready\":true,\"reasons\":[]}");
        }
    }

    @Test
    void what_has_given_up_is_not_and_says_why() throws Exception {
        thence.send(new Count("a", 1));
        assertThat(thence.progress(WATCH).await(() -> !thence.health().live(), Duration.ofSeconds(20))).isTrue();
        for (var what : new String[] {"live", "ready"}) {
            var told = get(what);
            assertThat(told.statusCode()).isEqualTo(503);
            assertThat(told.body()).startsWith("{\"live\":false,\"ready\":false,\"reasons\":[\"reaction 'watch' has"
                    + " given up after 0 restarts, with java.lang.AssertionError: no \\\"watch\\\", at event ")
                    .contains(": mend that and start the application again\"]}");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.telemetry.Telemetry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What Prometheus is shown. */
@Timeout(30)
class MetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thence thence = Thence.run(Counter.APPLICATION,
            Engine.inMemory().telemetry(Telemetry.NONE.meters(registry)));
    private final PageServer server = PageServer.start(thence,
            new Page(PageServerTest.class, "page", () -> 1).metrics(Metrics.of(registry)), 0);

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
        thence.close();
    }

    private HttpResponse<String> get(String accept) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.address() + "metrics")).header("Accept", accept)
                .build(), BodyHandlers.ofString());
    }

    @Test
    void meters_are_shown_as_prometheus_writes_them() throws Exception {
        thence.send(new Count("a", 1));
        thence.send(new Count("a", 1));
        var shown = get("text/plain");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("content-type").orElseThrow()).contains("version=0.0.4");
        assertThat(shown.body().lines()).contains("thence_commands_seconds_count{application=\"counter\","
                + "command=\"Count\",outcome=\"accepted\"} 2", "thence_log_events_total{application=\"counter\"} 2.0");
    }

    @Test
    void who_accepts_open_metrics_gets_that() throws Exception {
        var shown = get("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(shown.headers().firstValue("content-type").orElseThrow()).contains("openmetrics-text");
        assertThat(shown.body()).endsWith("# EOF\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;

/**
 * Shows meters to Prometheus, as a service for a web server of your own, behind whatever decides there who may ask:
 *
 * {@snippet :
 * var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
 * var thence = Thence.run(application, engine.telemetry(Telemetry.NONE.meters(registry)));
 * WebServer.builder().routing(routing -> routing.register("/", Metrics.of(registry))).build().start();
 * }
 *
 * <p>{@code GET metrics}: as OpenMetrics 1.0 for who accepts that, else as Prometheus text 0.0.4. From any thread.
 */
public final class Metrics implements HttpService {

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_TEXT = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    private Metrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Those of {@code registry}. */
    public static Metrics of(PrometheusMeterRegistry registry) {
        return new Metrics(registry);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", this::show);
    }

    private void show(ServerRequest request, ServerResponse response) {
        boolean isOpen = request.headers().first(HeaderNames.ACCEPT).filter(types -> types.contains(OPEN_METRICS))
                .isPresent();
        var type = isOpen ? OPEN_METRICS_TEXT : TEXT;
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.send(registry.scrape(type).getBytes(StandardCharsets.UTF_8));
    }
}

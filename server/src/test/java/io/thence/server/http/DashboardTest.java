// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thence.Alert;
import io.thence.Breaker;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.event.Json;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import io.thence.telemetry.Telemetry;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The dashboard shows, and the page on operations lists, what a run really tells. */
@Timeout(60)
class DashboardTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern METRIC = Pattern.compile("(thence_\\w+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|=)\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(thence_\\w+)\\{([^}]*)}");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(thence\\.[a-z.]+)` \\| [^|]* \\| ([^|]*) \\|");

    private static final Reaction REACTION = Reaction.named("reaction")
            .policy(Policy.DEFAULT.attempts(2).resting(Duration.ofMillis(1), Duration.ofMillis(2))
                    .breaker(Breaker.DEFAULT))
            .on(Counted.class, (e, _) -> {
                if (e.by() == 13) {
                    throw new IllegalStateException("no 13");
                }
            });
    private static final Projection PROJECTION = Projection.sql("projection", 1,
            "create table counts (name varchar primary key, number bigint default 0)")
            .on(Counted.class, (db, e) -> db.row("counts", e.name()).add("number", e.by()));

    private static final Alert ALERT = Alert.named("alert").on(Counted.class).count(Duration.ofMinutes(1)).over(100);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Thence thence = Thence.run(Counter.APPLICATION.with(REACTION, PROJECTION, ALERT),
            Engine.inMemory().telemetry(Telemetry.NONE.meters(registry)));

    @BeforeEach
    void run() {
        thence.send(new Count("a", 1), Send.ONCE.at(new SystemWorld().now()));
        var last = thence.send(new Count("b", 13)).position();
        assertThat(thence.await(REACTION, last, LONG)).isTrue();
        assertThat(thence.await(PROJECTION, last, LONG)).isTrue();
    }

    @AfterEach
    void stop() {
        thence.close();
    }

    /** The labels of all that is shown to Prometheus. */
    private Map<String, Set<String>> shown() {
        var shown = new TreeMap<String, Set<String>>();
        SAMPLE.matcher(registry.scrape()).results().forEach(sample -> {
            var labels = shown.computeIfAbsent(sample.group(1), _ -> new HashSet<>());
            LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
        });
        return shown;
    }

    @Test
    void the_dashboard_asks_for_what_there_is() throws IOException {
        var shown = shown();
        var asked = new TreeSet<String>();
        var dashboard = Json.tree(Files.readAllBytes(DOCS.resolve("grafana/thence.json")), "the dashboard");
        for (var panel : dashboard.get("panels")) {
            for (var target : panel.path("targets")) {
                var query = target.get("expr").stringValue();
                var labels = new HashSet<String>();
                BY.matcher(query).results().forEach(by -> labels.addAll(Set.of(by.group(1).split(", "))));
                METRIC.matcher(query).results().forEach(metric -> {
                    asked.add(metric.group(1));
                    LABEL.matcher(metric.group(2)).results().forEach(label -> labels.add(label.group(1)));
                    assertThat(shown).as(query).containsKey(metric.group(1));
                    assertThat(shown.get(metric.group(1))).as(query).containsAll(labels);
                });
                assertThat(METRIC.matcher(query).find()).as(query).isTrue();
            }
        }
        assertThat(asked).as("what is shown and nobody looks at").hasSizeGreaterThan(20);
    }

    @Test
    void the_page_lists_all_meters_with_their_tags() throws IOException {
        var listed = new TreeMap<String, String>();
        ROW.matcher(Files.readString(DOCS.resolve("operations.md"))).results()
                .forEach(row -> listed.put(row.group(1), row.group(2)));
        var registered = new TreeMap<String, Set<String>>();
        for (var meter : registry.getMeters()) {
            registered.computeIfAbsent(meter.getId().getName(), _ -> new TreeSet<>()).addAll(tags(meter.getId()));
        }
        assertThat(listed.keySet()).isEqualTo(registered.keySet());
        listed.forEach((name, tags) -> assertThat(Set.of(tags.split(", "))).as(name).isEqualTo(registered.get(name)));
    }

    private static Set<String> tags(Meter.Id id) {
        return id.getTags().stream().map(Tag::getKey).map(key -> "`" + key + "`").collect(Collectors.toSet());
    }
}

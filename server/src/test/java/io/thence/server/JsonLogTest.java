// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.thence.EventId;
import io.thence.Handling;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Log lines as JSON. */
class JsonLogTest {

    private final JsonLog log = new JsonLog();

    private JsonNode line(LogRecord record) {
        var line = log.format(record);
        assertThat(line).endsWith(System.lineSeparator());
        assertThat(line.strip().lines()).hasSize(1);
        return Json.tree(line.getBytes(StandardCharsets.UTF_8), "a line");
    }

    private static LogRecord record() {
        var record = new LogRecord(Level.WARNING, "{0} is \"away\"\nagain");
        record.setParameters(new Object[] {"it"});
        record.setLoggerName("shop.mails");
        return record;
    }

    @Test
    void a_line_is_one_object_whatever_is_in_it() {
        var record = record();
        record.setThrown(new IllegalStateException("no"));
        var line = line(record);
        assertThat(line.get("message").stringValue()).isEqualTo("it is \"away\"\nagain");
        assertThat(line.get("level").stringValue()).isEqualTo("WARNING");
        assertThat(line.get("logger").stringValue()).isEqualTo("shop.mails");
        assertThat(line.get("time").stringValue()).isEqualTo(record.getInstant().toString());
        assertThat(line.get("exception").stringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.get("stack").stringValue()).contains("JsonLogTest");
        assertThat(line.has("part")).isFalse();
        assertThat(line.has("trace_id")).isFalse();
    }

    @Test
    void where_a_handler_logs_the_line_says_what_it_handles_and_under_which_span() {
        var handling = new Handling("mailer", new EventId("o/0"), 7, "shop.ordered", new KeyValue("customer", "anna"),
                Origin.of("shop").correlatedBy("order-1").causedBy("o"));
        var span = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
                TraceFlags.getSampled(), TraceState.getDefault()));
        var lines = new ArrayList<JsonNode>();
        try (var _ = span.makeCurrent()) {
            Handling.during(() -> Optional.of(handling), () -> lines.add(line(record())));
        }
        var line = lines.getFirst();
        assertThat(line.get("part").stringValue()).isEqualTo("mailer");
        assertThat(line.get("position").stringValue()).isEqualTo("7");
        assertThat(line.get("key").stringValue()).isEqualTo("customer/anna");
        assertThat(line.get("correlation").stringValue()).isEqualTo("order-1");
        assertThat(line.get("causation").stringValue()).isEqualTo("o");
        assertThat(line.get("trace_id").stringValue()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.get("span_id").stringValue()).isEqualTo("b7ad6b7169203331");
    }
}

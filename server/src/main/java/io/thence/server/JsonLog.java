// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.opentelemetry.api.trace.Span;
import io.thence.Handling;
import io.thence.event.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Log lines of {@code java.util.logging} as JSON objects, one a line:
 *
 * <pre>java.util.logging.ConsoleHandler.formatter = io.thence.server.JsonLog</pre>
 *
 * <p>{@code time}, {@code level}, {@code logger}, {@code thread} and {@code message}; where a handler logs, all that
 * {@link Handling#fields} has, and of several events that are handled together {@code part} and, as {@code events}, how
 * many they are; where a span is current, {@code trace_id} and {@code span_id}; of an exception {@code exception} and
 * {@code stack}. A handler of logs that formats on a thread of its own finds none of these.
 */
public final class JsonLog extends Formatter {

    @Override
    public String format(LogRecord record) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("time", record.getInstant().toString());
        fields.put("level", record.getLevel().getName());
        fields.put("logger", String.valueOf(record.getLoggerName()));
        fields.put("thread", Thread.currentThread().getName());
        fields.put("message", formatMessage(record));
        Handling.current().ifPresent(handling -> fields.putAll(handling.fields()));
        var together = Handling.together();
        if (together.size() > 1) {
            fields.put("part", together.getFirst().part());
            fields.put("events", Integer.toString(together.size()));
        }
        var span = Span.current().getSpanContext();
        if (span.isValid()) {
            fields.put("trace_id", span.getTraceId());
            fields.put("span_id", span.getSpanId());
        }
        var thrown = record.getThrown();
        if (thrown != null) {
            fields.put("exception", thrown.getClass().getName());
            fields.put("stack", stack(thrown));
        }
        return Json.text(fields) + System.lineSeparator();
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}

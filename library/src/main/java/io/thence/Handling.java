// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the handler of a reaction, saga, schedule or alert is handling: for its log lines, and for whatever it calls
 * that must know.
 *
 * @param part     the name of that part
 * @param event    the event
 * @param position number of its position
 * @param type     its stored name
 * @param key      what it is handled under, as it is filed: of a personal key that is no clear text
 * @param origin   where it comes from, with correlation, causation and trace
 */
public record Handling(String part, EventId event, long position, String type, KeyValue key, Origin origin) {

    private static final ScopedValue<Supplier<Optional<Handling>>> CURRENT = ScopedValue.newInstance();
    private static final ScopedValue<List<Handling>> TOGETHER = ScopedValue.newInstance();

    /**
     * What is being handled on this thread, and those that it forks in a structured scope; empty elsewhere. Where a
     * reaction handles several events together it is empty too, but for what is done for one of them, as what
     * {@code out().send(..)} calls: see {@link #together()}.
     */
    public static Optional<Handling> current() {
        return CURRENT.isBound() ? CURRENT.get().get() : Optional.empty();
    }

    /** What is being handled on this thread together, in the order in which it is given; one where it is one. */
    public static List<Handling> together() {
        return TOGETHER.isBound() ? TOGETHER.get() : current().stream().toList();
    }

    /** Runs {@code code}, which handles all of {@code handled}; of several none is {@link #current} there. */
    public static void together(List<Handling> handled, Runnable code) {
        var all = List.copyOf(handled);
        var one = all.size() == 1 ? Optional.of(all.getFirst()) : Optional.<Handling>empty();
        ScopedValue.where(CURRENT, () -> one).where(TOGETHER, all).run(code);
    }

    /** Runs {@code code}, which handles {@code one}, and gives what it finds; what it throws is thrown. */
    public static <T> T about(Handling one, Supplier<T> code) {
        var now = Optional.of(one);
        return ScopedValue.where(CURRENT, () -> now).where(TOGETHER, List.of(one)).call(code::get);
    }

    /** Runs {@code code}; what is {@link #current} there {@code now} says whenever somebody asks. */
    public static void during(Supplier<Optional<Handling>> now, Runnable code) {
        ScopedValue.where(CURRENT, now).run(code);
    }

    /**
     * It as fields of a log line, in this order: {@code part}, {@code event}, {@code position}, {@code type},
     * {@code key}, and {@code correlation}, {@code causation}, {@code traceparent} and {@code tenant} where known.
     */
    public Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("part", part);
        fields.put("event", event.text());
        fields.put("position", Long.toString(position));
        fields.put("type", type);
        fields.put("key", key.toString());
        origin.correlation().ifPresent(id -> fields.put("correlation", id));
        origin.causation().ifPresent(id -> fields.put("causation", id));
        origin.trace().ifPresent(trace -> fields.put("traceparent", trace));
        origin.tenant().ifPresent(id -> fields.put("tenant", id));
        return fields;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.EventId;
import io.thence.EventType;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.event.CloudEvents;
import io.thence.event.CloudEvents.Received;
import io.thence.event.Json;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an entry becomes an event.
 *
 * @param type        the type of all events; none, if a column or the CloudEvent says it
 * @param typeColumn  the column that says the type
 * @param version     the version that the data are of
 * @param keys        what events are filed under, the stream first; an entry without a value is not filed under it, one
 *                    with a JSON array under each
 * @param columns     what goes into the data, under which name; none at all for everything
 * @param time        the column that says when it happened
 * @param id          the column whose text tells entries apart wherever they come from
 * @param cloudEvents whether each entry is a CloudEvent; of the others then only {@code keys} may be there
 */
public record Mapping(
        Optional<String> type,
        Optional<Column> typeColumn,
        int version,
        List<Column> keys,
        List<Column> columns,
        Optional<TimeColumn> time,
        Optional<Column> id,
        boolean cloudEvents) {

    private static final int BYTES_MAX = 8 << 20;
    private static final int KEYS_MAX = 2_000;

    public Mapping {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
        if (cloudEvents ? type.isPresent() || typeColumn.isPresent() || !columns.isEmpty() || time.isPresent()
                || id.isPresent() || version != 1 : type.isPresent() == typeColumn.isPresent()) {
            throw new BadRequest(cloudEvents
                    ? "a CloudEvent says by itself its type, version, time, id and data: only keys can be chosen"
                    : "say of what type the events are: with --type NAME, or --type-column COLUMN");
        }
        type.ifPresent(Mapping::checkType);
        keys.forEach(key -> checkKey(key.as()));
        if (version < 1) {
            throw new BadRequest("versions of event types begin at 1");
        }
    }

    private static void checkType(String name) {
        try {
            EventType.of(name, Object.class, List.of());
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private static void checkKey(String name) {
        try {
            Key.of(name);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(e.getMessage() + "; a key gets another name than its column with --key NAME=COLUMN");
        }
    }

    /** Whether entries are told apart by what they say, and not by their place in the input. */
    public boolean hasIds() {
        return cloudEvents || id.isPresent();
    }

    /** All that decides what becomes of an entry, in one form however it was said. */
    ObjectNode canonical() {
        var how = JsonNodeFactory.instance.objectNode();
        how.put("cloudEvents", cloudEvents);
        type.ifPresent(name -> how.put("type", name));
        typeColumn.ifPresent(column -> how.put("typeColumn", column.name()));
        how.put("version", version);
        var filed = how.putArray("keys");
        keys.forEach(key -> filed.addArray().add(key.as()).add(key.name()));
        var data = how.putArray("columns");
        columns.forEach(column -> data.addArray().add(column.as()).add(column.name()).add(column.kind().name()));
        time.ifPresent(column -> how.set("time", column.canonical()));
        id.ifPresent(column -> how.put("id", column.name()));
        return how;
    }

    /**
     * Checks that the input has the columns that are used.
     *
     * @throws BadRequest if one is missing
     */
    public void check(List<String> there) {
        Stream.of(typeColumn.stream(), keys.stream(), columns.stream(), id.stream()).flatMap(all -> all)
                .map(Column::name).forEach(name -> check(name, there));
        time.ifPresent(column -> check(column.name(), there));
    }

    private static void check(String name, List<String> there) {
        if (!there.contains(name)) {
            throw new BadRequest("there is no column '" + name + "': there are " + String.join(", ", there)
                    + delimiter(there));
        }
    }

    /** A header that looks like one column is of another delimiter. */
    private static String delimiter(List<String> there) {
        var only = there.size() == 1 ? there.getFirst() : "";
        return Stream.of(";", "\t", ",", "|").filter(only::contains).findFirst()
                .map(found -> ". That is one column: is there another delimiter? Say it with --delimiter '"
                        + found.replace("\t", "tab") + "'")
                .orElse("");
    }

    /** Whether an entry is an event that was annulled where it comes from: it is not to count here either. */
    boolean isLeftOut(ObjectNode values) {
        return cloudEvents && CloudEvents.isAnnulled(values);
    }

    /**
     * The event that an entry is.
     *
     * @param source what is said where it comes from, unless it says so itself
     * @throws BadRequest if it is none: why
     */
    public Received event(ObjectNode values, String source) {
        if (cloudEvents) {
            var received = CloudEvents.read(values);
            var event = received.event();
            return keys.isEmpty() ? received : received.with(new NewEvent(event.type(), event.version(),
                    filedUnder(values), event.data(), event.id(), event.occurred()));
        }
        var name = type.or(() -> typeColumn.flatMap(column -> column.text(values))).orElseThrow(
                () -> new BadRequest("column '" + typeColumn.map(Column::name).orElse("") + "' has no type"));
        if (type.isEmpty()) {
            checkType(name);
        }
        var data = Json.write(columns.isEmpty() ? values : chosen(values));
        if (data.length > BYTES_MAX) {
            throw new BadRequest("its data have " + data.length + " bytes, and " + BYTES_MAX + " are the most");
        }
        var own = id.map(column -> new EventId(column.text(values)
                .orElseThrow(() -> new BadRequest("column '" + column.name() + "' has no id"))));
        return new Received(new NewEvent(name, version, filedUnder(values), data, own,
                time.map(column -> column.in(values))), Origin.of(source));
    }

    private ObjectNode chosen(ObjectNode values) {
        var data = JsonNodeFactory.instance.objectNode();
        columns.forEach(column -> column.in(values).ifPresent(value -> data.set(column.as(), value)));
        return data;
    }

    private List<KeyValue> filedUnder(ObjectNode values) {
        var filed = new LinkedHashSet<KeyValue>();
        for (var key : keys) {
            try {
                var many = Column.find(values, key.name());
                if (many.isArray()) {
                    many.forEach(each -> filed.add(new KeyValue(key.as(), each.asString())));
                } else {
                    key.text(values).ifPresent(value -> filed.add(new KeyValue(key.as(), value)));
                }
            } catch (IllegalArgumentException e) {
                throw new BadRequest(String.valueOf(e.getMessage()));
            }
        }
        if (filed.size() > KEYS_MAX) {
            throw new BadRequest("it is filed under " + filed.size() + " values, and " + KEYS_MAX + " are the most");
        }
        return new ArrayList<>(filed);
    }
}

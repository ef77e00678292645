// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Alert.Severity;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Notice;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.store.ContentHash;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to alerts, as events of the library's own. Each is filed under its alert and key, which is its stream,
 * and under its alert: {@link #stream}, {@link #all}.
 */
public sealed interface AlertEvent {

    /** The name of the alert. */
    String alert();

    /** The value for which it is raised, as it is filed; {@link Alert#ALL} where it looks at all together. */
    String key();

    /** How bad it is. */
    Severity severity();

    /** Since when the rule has held. */
    Instant since();

    /** When it was raised, or over: by the times of the events, not of this one. */
    Instant at();

    /** What was compared; empty where there was nothing to compare. */
    Optional<Double> value();

    /** The rule in words; of what is over for another reason, that. */
    String text();

    /** An alert is raised. */
    record Raised(String alert, String key, Severity severity, Instant since, Instant at, Optional<Double> value,
            String text) implements AlertEvent {}

    /** An alert is over. */
    record Resolved(String alert, String key, Severity severity, Instant since, Instant at, Optional<Double> value,
            String text) implements AlertEvent {}

    /** Their types. */
    OwnTypes<AlertEvent> TYPES = new OwnTypes<>(Map.of(
            "thence.alert-raised", Raised.class,
            "thence.alert-resolved", Resolved.class));

    /** What all events of {@code alert} are filed under: a program's keys have no {@code $}. */
    static KeyValue all(String alert) {
        return new KeyValue("$alert", alert);
    }

    /** The stream of what happens to {@code alert} for {@code key}. */
    static KeyValue stream(String alert, String key) {
        return new KeyValue("$alert." + alert, key);
    }

    /** What an event says, if it is one of these. */
    static Optional<AlertEvent> read(EventView event) {
        return TYPES.read(event);
    }

    /** Whether it is raised; else it is over. */
    default boolean raises() {
        return this instanceof Raised;
    }

    /** What somebody is told. */
    default Notice notice() {
        return new Notice(alert(), key(), severity(), raises(), since(), at(), value(), text());
    }

    /**
     * What an alert was turned by. No two turns have the same one, and one that is found again has the same again: so
     * events are identified by it, and what is told of them.
     *
     * @param position number of the position of the event after which it turned, by that or by the time that passed
     * @param ordinal  which of all turns after that one, from 0
     */
    record Cause(long position, int ordinal) {}

    /** Made of the alert, the key and the cause: what is raised again has another one, however soon that is. */
    private EventId id(Cause cause) {
        var text = alert() + "/" + key() + "/" + cause.position() + "." + cause.ordinal()
                + (raises() ? "/raised" : "/resolved");
        return new EventId(text.length() <= KeyValue.VALUE_MAX ? text
                : ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** The event as it is appended, of what turned by {@code cause}. */
    default NewEvent stored(Cause cause) {
        return stored().identified(id(cause));
    }

    /** The event as it is appended, of what turned by nothing in the log. */
    default NewEvent stored() {
        return NewEvent.of(TYPES.name(this), 1, List.of(stream(alert(), key()), all(alert())), Json.write(this));
    }
}

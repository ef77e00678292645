// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.store.ContentHash;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to the effects of reactions, as events of the library's own. Those of one event that a reaction handles
 * are a stream.
 */
public sealed interface EffectEvent {

    /** Which effect. */
    Which which();

    /**
     * One effect of a reaction.
     *
     * @param reaction its name
     * @param event    the event that is handled, by its id, as the handler sees it
     * @param effect   the name of the effect
     * @param ordinal  the so many-th of that name for that event, from 0
     */
    record Which(String reaction, String event, String effect, int ordinal) {}

    /**
     * A call begins. There may be more than one under its key; then nothing else was known of it.
     *
     * @param attempt from 1; another one begins only after it was known that none before has happened
     * @param key     under which it is called
     * @param request the hash of what it is called with, in hexadecimal digits
     */
    record Begun(Which which, int attempt, String key, String request) implements EffectEvent {}

    /**
     * It has happened.
     *
     * @param answer what was answered, as JSON
     * @param by     who says so: the reaction, or somebody who found out
     * @param why    the reason; empty where it is the reaction
     */
    record Happened(Which which, String answer, String by, String why) implements EffectEvent {}

    /**
     * An attempt has surely not happened.
     *
     * @param attempt which
     * @param by      who says so: the reaction, or somebody who found out
     * @param why     the reason; empty where it is the reaction
     */
    record NotHappened(Which which, int attempt, String by, String why) implements EffectEvent {}

    /** Their types. */
    OwnTypes<EffectEvent> TYPES = new OwnTypes<>(Map.of(
            "thence.effect-begun", Begun.class,
            "thence.effect-happened", Happened.class,
            "thence.effect-not-happened", NotHappened.class));

    /** The stream of those of the event that is stored as {@code event}: a program's keys have no {@code $}. */
    static KeyValue stream(String reaction, EventId event) {
        var text = event.text();
        return new KeyValue("$effect." + reaction, text.length() <= KeyValue.VALUE_MAX ? text
                : ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** What an event says, if it is one of these. */
    static Optional<EffectEvent> read(EventView event) {
        return TYPES.read(event);
    }

    /** The event as it is appended to the stream of the stored event {@code event}. */
    default NewEvent stored(EventId event) {
        return NewEvent.of(TYPES.name(this), 1, List.of(stream(which().reaction(), event)), Json.write(this));
    }
}

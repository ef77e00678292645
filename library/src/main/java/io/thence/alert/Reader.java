// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Cases;
import io.thence.Event;
import io.thence.KeyValue;
import io.thence.SystemEvent;
import io.thence.SystemEvent.DeadLettered;
import io.thence.Watched;
import io.thence.Watched.OfEvents;
import io.thence.Watched.OfParts;
import io.thence.Watched.OfSystem;
import io.thence.Watched.Reading;
import io.thence.alert.RuleMachine.Input;
import io.thence.event.EventCodec;
import io.thence.event.SystemStream;
import io.thence.processor.DeadLetterEvent;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads events for an alert: which keys they are about, and what they say of each. */
final class Reader {

    private final Watched watched;
    private final EventCodec codec;

    Reader(Watched watched, EventCodec codec) {
        this.watched = watched;
        this.codec = codec;
    }

    /** What an event says of a key. */
    record Said(String key, Input input) {}

    /** Stored names of the types that it looks at. */
    Set<String> types() {
        return switch (watched) {
            case OfEvents<?> events -> codec.names(events.reading().type());
            case OfSystem<?> system -> systemTypes(system.reading().type());
            case OfParts _ -> Set.of();
        };
    }

    private static Set<String> systemTypes(Class<?> type) {
        var records = new LinkedHashSet<Class<? extends SystemEvent>>();
        Cases.of(type).forEach(record -> records.add(record.asSubclass(SystemEvent.class)));
        var names = SystemStream.TYPES.names(records);
        if (records.contains(DeadLettered.class)) {
            names.addAll(DeadLetterEvent.TYPES.names(Set.of(DeadLetterEvent.DeadLettered.class)));
        }
        return names;
    }

    /** Dead letters are written by their consumer, with its checkpoint; all else is written as it is. */
    private static Optional<SystemEvent> system(StoredEvent stored) {
        return DeadLetterEvent.read(stored).filter(DeadLetterEvent.DeadLettered.class::isInstance)
                .<SystemEvent>map(said -> ((DeadLetterEvent.DeadLettered) said).told())
                .or(() -> SystemStream.TYPES.read(stored));
    }

    /** What {@code stored} says. The user's functions are called: they throw what they like. */
    List<Said> read(StoredEvent stored) {
        var said = new ArrayList<Said>();
        switch (watched) {
            case OfEvents<?> events -> codec.events(stored).forEach(event -> read(events, event, said));
            case OfSystem<?> system -> system(stored).ifPresent(event ->
                    read(system.reading(), event, List.of(event.about()), said));
            case OfParts _ -> {}
        }
        return said;
    }

    private static void read(OfEvents<?> events, Event<?> event, List<Said> said) {
        var keys = events.by().map(key -> event.keys().stream().filter(one -> one.key().equals(key.name()))
                .map(KeyValue::value).toList()).orElse(List.of(Alert.ALL));
        read(events.reading(), event.data(), keys, said);
    }

    private static <E> void read(Reading<E> reading, Object event, List<String> keys, List<Said> said) {
        if (!reading.type().isInstance(event)) {
            return;
        }
        var data = reading.type().cast(event);
        if (reading.where().test(data)) {
            double number = reading.number().applyAsDouble(data);
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("its number is " + number + ", which is none");
            }
            var input = new Input.Value(number, reading.kind().test(data));
            keys.forEach(key -> said.add(new Said(key, input)));
        }
    }
}

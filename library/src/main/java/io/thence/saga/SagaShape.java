// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.KeyValue;
import io.thence.Saga;
import io.thence.Saga.OnWake;
import io.thence.code.ShapeText;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.store.ContentHash;
import io.thence.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The code of a saga was found to fit all instances that go on, as far as that can be told from what is stored: an
 * event of the library's own, so that the next start need not look at them again.
 *
 * @param saga    its name
 * @param version its version
 * @param shape   hash of the types of its states and commands, and of the names of its asks and wakes
 */
record SagaShape(String saga, int version, String shape) {

    static final OwnTypes<SagaShape> TYPES = new OwnTypes<>(Map.of("thence.saga-shape", SagaShape.class));

    /** That of {@code saga}. */
    static SagaShape of(Saga<?, ?> saga) {
        var shapes = new ShapeText().add(saga.stateType());
        var words = new StringBuilder();
        new TreeMap<>(saga.asks()).forEach((name, ask) -> {
            words.append(name).append(ask.undo().isPresent() ? " undone\n" : "\n");
            shapes.add(ask.command());
        });
        var wakes = new TreeSet<String>();
        saga.clauses().forEach(clause -> {
            if (clause instanceof OnWake<?> on) {
                wakes.add(on.wake());
            }
        });
        var hash = ContentHash.sha256(bytes(words + "wakes " + wakes), bytes(shapes.toString())).hex();
        return new SagaShape(saga.name(), saga.version(), hash);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What those of a saga are filed under. */
    static KeyValue filed(String saga) {
        return new KeyValue("$saga-shape", saga);
    }

    /** The event as it is appended. */
    NewEvent stored() {
        return NewEvent.of(TYPES.name(this), 1, List.of(filed(saga)), Json.write(this));
    }
}

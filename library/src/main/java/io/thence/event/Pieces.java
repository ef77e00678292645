// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Event;
import io.thence.Retired;
import io.thence.ThenceException.Undecodable;
import io.thence.event.MadeEvents.How;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the stored events of retired types are read as: nothing, or the pieces into which each is split. */
final class Pieces {

    private final MadeEvents made;

    Pieces(MadeEvents made) {
        this.made = made;
    }

    /** The events as which {@code stored}, of the type {@code retired}, is read. */
    List<Event<?>> of(StoredEvent stored, Retired retired) {
        if (retired.parts().isEmpty()) {
            return List.of();
        }
        var json = made.json(stored, retired);
        var events = new ArrayList<Event<?>>();
        for (var part : retired.parts()) {
            for (var piece : split(json.deepCopy(), part, EventCodec.what(stored))) {
                var at = new MadeEvents.At(stored, events.size() + 1, How.SPLIT);
                events.add(made.event(at, part.record(), part.version(), piece));
            }
        }
        return events;
    }

    private static List<ObjectNode> split(ObjectNode json, Retired.Part part, String what) {
        try {
            return part.split().apply(json);
        } catch (RuntimeException e) {
            throw new Undecodable(what + " cannot be split into " + part.record().getSimpleName() + " (" + e
                    + "): mend the split", e);
        }
    }
}

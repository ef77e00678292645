// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Event;
import io.thence.ProjectionStore;
import io.thence.event.Json;
import io.thence.view.lane.Checkpoint;
import io.thence.view.lane.Target;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes to a store of the application's own. */
record StoreTarget(String projection, ProjectionStore store) implements Target {

    @Override
    public Checkpoint read() {
        try {
            return store.checkpoint().map(text -> Json.read(text.getBytes(StandardCharsets.UTF_8), Checkpoint.class,
                    "the checkpoint of projection '" + projection + "'")).orElse(Checkpoint.NONE);
        } catch (UncheckedIOException e) {
            throw new OutOfReach(e);
        }
    }

    @Override
    public void write(List<Event<?>> events, Checkpoint upTo) {
        try {
            store.write(events, Json.text(upTo));
        } catch (UncheckedIOException e) {
            throw new OutOfReach(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Position;
import io.thence.event.EventCodec;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an application whenever its log has grown: what must hold at each moment, and what is told. What must hold
 * outside of the log is looked at after each step.
 */
final class Look {

    private final SimulatedWorld world;
    private final Plan plan;
    private final Story story;
    private final EventCodec codec;
    private @Nullable Thence known;
    private long looked;
    private long told;

    Look(SimulatedWorld world, Plan plan, Story story) {
        this.world = world;
        this.plan = plan;
        this.story = story;
        codec = new EventCodec(plan.setting().application());
    }

    /** Whether its log has grown, or it has begun anew, since it was looked at, or somebody looks after each step. */
    boolean isDue(@Nullable Thence running) {
        return !plan.demands().always().isEmpty() || hasGrown(running);
    }

    private boolean hasGrown(@Nullable Thence running) {
        return running != null && (running != known || running.store().head().number() != looked);
    }

    /** Between two steps of whatever runs. */
    void at(@Nullable Thence running) {
        plan.demands().always().forEach(always ->
                Broken.demand("always '" + always.name() + "'", () -> world.still(always.value())));
        if (running == null || !hasGrown(running)) {
            return;
        }
        known = running;
        looked = running.store().head().number();
        finish(running);
        world.still(() -> plan.demands().invariants().forEach(invariant ->
                Broken.demand("invariant '" + invariant.name() + "'", () -> invariant.value().accept(running))));
    }

    /** Tells what has happened. */
    void finish(Thence running) {
        if (!story.isTold()) {
            return;
        }
        var from = new Position(running.store().lineage(), Math.min(told, running.store().head().number()));
        try (var events = running.store().read(Query.ALL, from, Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                var next = event.get();
                told = next.number();
                world.tell("  event " + told, () -> text(next));
            }
        }
    }

    private String text(StoredEvent event) {
        var data = new String(event.data(), StandardCharsets.UTF_8);
        try {
            data = codec.decode(event).data().toString();
        } catch (RuntimeException _) {
            // The library's own, or sealed: as it is stored.
        }
        return event.type() + " " + data + " (" + event.id() + ")";
    }
}

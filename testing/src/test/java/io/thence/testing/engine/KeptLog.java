// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Position;
import io.thence.log.LogFollower;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.log.check.Verify;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.function.Predicate;

import static io.thence.testing.engine.Kept.order;
import static org.assertj.core.api.Assertions.assertThat;

/** A log in memory, with the naive list of what was appended to it, and what it must be by that. */
final class KeptLog {
    final MemoryDisk disk = new MemoryDisk();
    final HandWorld world = new HandWorld(1);
    final Kept kept = new Kept(5);

    LogStore open() {
        return LogStore.open(world, disk, Logs.TINY);
    }

    /** What an open log must show. */
    void expect(LogStore store, Predicate<Kept.Event> stays) {
        assertThat(Kept.texts(store)).isEqualTo(kept.texts(stays));
        store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(Integer.MAX_VALUE)
                .forEach(this::expectRevision);
        for (int i = 0; i < 6; i++) {
            var key = order(i);
            assertThat(Kept.texts(store, key))
                    .isEqualTo(kept.texts(stays.and(e -> e.keys().contains(key))).reversed());
        }
    }

    /** What is derived is made anew at the next opening, from what the log still has. */
    void loseIndex() {
        disk.list("index").forEach(file -> disk.delete("index/" + file));
    }

    /** Its ordinal among all that were ever appended to its stream; but for what was left below the stream's floor. */
    private void expectRevision(StoredEvent event) {
        var stream = event.keys().getFirst();
        long position = event.position().number();
        if (position >= kept.floors.floor(stream)) {
            assertThat(event.revision()).as("revision of " + event).isEqualTo(kept.all.stream()
                    .filter(e -> e.position() <= position && e.keys().contains(stream)).count());
        }
    }

    /** What a log must be, open and opened anew, for a follower and for verify. */
    void expectEverywhere(Predicate<Kept.Event> stays) {
        for (boolean lost : new boolean[] {false, true, false}) {
            if (lost) {
                loseIndex();
            }
            try (var store = open()) {
                expect(store, stays);
            }
            disk.close();
        }
        try (var follower = LogFollower.open(new SystemWorld(), disk, new MemoryDisk(), Logs.TINY)) {
            var from = new Position(follower.lineage(), 0);
            assertThat(Kept.texts(follower.read(Query.ALL, from, Direction.FORWARDS))).isEqualTo(kept.texts(stays));
        }
        var report = Verify.run(disk, Logs.TINY, (_, _) -> {});
        assertThat(report.list()).isEmpty();
        assertThat(report.events()).isEqualTo(kept.texts(stays).size());
        assertThat(report.events() + report.removed()).isEqualTo(kept.all.size());
        assertThat(report.head()).isEqualTo(kept.all.size());
    }

    /** By the definition: no event goes that has fewer newer ones than the count, or is younger than the age. */
    Predicate<Kept.Event> stays(Retention retention) {
        long limit = world.now().minus(retention.age().orElse(Duration.ZERO)).toEpochMilli();
        return e -> (retention.age().isPresent() && e.millis() >= limit)
                || (retention.count().isPresent()
                        && kept.floors.after(e.keys().getFirst(), e.position()) < retention.count().getAsLong());
    }

    static Position at(LogStore store, long number) {
        return new Position(store.lineage(), number);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.log.LogStore;
import io.thence.snapshot.FoldSnapshots;
import io.thence.snapshot.SnapshotSettings;
import io.thence.snapshot.Snapshots;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static io.thence.Decision.accept;

/** Snapshots beside a store: one that is served says what the model says of its key at its position. */
final class SnapshotCheck {

    /** How many were served. */
    static final AtomicLong SERVED = new AtomicLong();

    /** So few bytes that they are dropped now and then. */
    private static final SnapshotSettings SETTINGS = new SnapshotSettings(Trial.SETTINGS, 4_000, 4, false);

    private static final long KEYS = 3;

    record Happened(String account) {}

    record Happen(String account) {}

    /** What a key has come to: how many events, and the last one's data. */
    record Seen(long events, int last) {
        static Seen of(Model model, KeyValue key, long position) {
            return new Seen(model.ordinal(key, position),
                    Arrays.hashCode(model.events().get((int) position - 1).event().data()));
        }
    }

    private static final Key<String> ACCOUNT = Key.of("account");
    private static final Events<Happened> EVENTS = Events.of(Happened.class)
            .type("happened", Happened.class, ACCOUNT.of(Happened::account));
    private static final Fold<String, Seen> FOLD = Fold.by(ACCOUNT).from(new Seen(0, 0))
            .on(Happened.class, (seen, _) -> seen).snapshotEvery(1);
    private static final Application APPLICATION = Application.named("crash").with(EVENTS,
            Decider.of(Happen.class, EVENTS).reading(FOLD, Happen::account)
                    .decide((happen, _) -> accept(new Happened(happen.account()))));
    private static final EventCodec CODEC = new EventCodec(APPLICATION);

    private final HandWorld world;
    private final Snapshots snapshots;

    private SnapshotCheck(HandWorld world, Snapshots snapshots) {
        this.world = world;
        this.snapshots = snapshots;
    }

    static SnapshotCheck open(HandWorld world, FaultyDisk disk, LogStore store) {
        var ports = Map.of(APPLICATION, new Ports(world, store, CODEC));
        return new SnapshotCheck(world, Snapshots.open(ports, disk, SETTINGS));
    }

    /** Whether there are any on a disk. */
    static boolean areOn(FaultyDisk disk) {
        return !disk.list("snapshots/log").isEmpty();
    }

    private static KeyValue key(int number) {
        return new KeyValue("account", String.valueOf(number));
    }

    /** Keeps the state of a key that has some, as of its last event up to {@code head}, unless that is gone. */
    void keep(Model model, long head, long seed) {
        for (long number = seed; number < seed + KEYS; number++) {
            var key = key((int) Math.floorMod(number, KEYS));
            long last = last(model, head, key);
            if (last > 0 && !model.isGone(last)) {
                snapshots.of(FOLD).ifPresent(fold -> fold.offer(key, Seen.of(model, key, last), last));
                world.pass(Duration.ofMillis(1));
                return;
            }
        }
    }

    private static long last(Model model, long head, KeyValue key) {
        return model.under(key).stream().filter(position -> position <= head).mapToLong(Integer::longValue)
                .max().orElse(0);
    }

    /** What is served is right. */
    void agree(Model model) {
        for (int number = 0; number < KEYS; number++) {
            var key = key(number);
            snapshots.of(FOLD).flatMap(fold -> fold.newest(key)).ifPresent(found -> agree(found, key, model));
        }
    }

    private static void agree(FoldSnapshots.Snapshot<Seen> found, KeyValue key, Model model) {
        SERVED.incrementAndGet();
        var right = Seen.of(model, key, found.position());
        StoreCheck.demand(found.state().equals(right), "a wrong snapshot of " + key + ": ", found + " instead of "
                + right);
    }

    void close() {
        snapshots.close();
    }
}

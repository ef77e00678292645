// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.log;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.log.LogFollower;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventReader;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What tests of the log write, and how they wait. */
final class Writing {
    static final World WORLD = new SystemWorld();

    private Writing() {}

    /** A batch of {@code count} events of two types under three keys. */
    static Append batch(int number, int count) {
        var events = new ArrayList<NewEvent>();
        for (int i = 0; i < count; i++) {
            var keys = List.of(new KeyValue("batch", "b" + number), new KeyValue("mod", "m" + number % 7),
                    new KeyValue("odd", number % 2 == 0 ? "no" : "yes"));
            var data = ("{\"batch\":" + number + ",\"event\":" + i + ",\"text\":\"" + "x".repeat(number % 50) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            events.add(NewEvent.of(i % 2 == 0 ? "test.even" : "test.odd", 1, keys, data));
        }
        var hash = ContentHash.sha256(new byte[] {(byte) number});
        return Append.of(events, Origin.of("test")).of(new Command(new CommandId("c" + number), hash));
    }

    static List<String> all(EventReader reader) {
        return reader.list(Integer.MAX_VALUE).stream().map(Writing::text).toList();
    }

    static String text(StoredEvent event) {
        return event.position() + " " + event.id() + " " + event.type() + " " + event.keys() + " " + event.stamp() + " "
                + new String(event.data(), StandardCharsets.UTF_8);
    }

    static void until(BooleanSupplier done) {
        long end = WORLD.nanos() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean()) {
            if (WORLD.nanos() > end) {
                throw new AssertionError("waited in vain");
            }
            WORLD.await(new Signal(), Duration.ofMillis(1));
        }
    }

    /** Refreshes until the follower has seen {@code head}. */
    static void follow(LogFollower follower, long head) {
        until(() -> {
            follower.refresh();
            return follower.head().number() >= head;
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.world.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log alone, without an application: lives so short that most crashes come while a log is made, repaired, or rolled
 * to its next segment, and while the repair of an earlier crash is going on.
 */
class LogLivesTest {

    private static final int SEEDS = 1_000;
    private static final int STARTS = 8;
    private static final LogSettings TINY = new LogSettings(2 << 10, 512, 1 << 10, 8, 4, 1 << 10, 64);

    @Test
    void what_the_log_has_shown_or_acknowledged_outlives_every_crash() {
        int events = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                events += new LogLife(seed).live();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(events).isGreaterThan(SEEDS);
    }

    private static final class LogLife {

        private final SimulatedWorld world;
        private final SimulatedDisk disk;
        private final SplittableRandom chance;
        private final Seen seen = new Seen();
        private final TreeMap<String, Appended.Committed> acknowledged = new TreeMap<>();
        private long finished;
        private int sent;
        private LogStore store;

        LogLife(long seed) {
            world = new SimulatedWorld(seed);
            disk = new SimulatedDisk(world);
            chance = world.split();
        }

        int live() {
            for (int start = 0; start < STARTS; start++) {
                long step = world.steps() + 1 + chance.nextInt(4 << chance.nextInt(8));
                long mark = world.marks() + (chance.nextBoolean() ? 1 + chance.nextInt(4) : Integer.MAX_VALUE);
                world.fork("life", this::use);
                world.waitFor(() -> world.steps() >= step || world.marks() >= mark, Fiber.NEVER);
                if (store != null) {
                    seen.compare(store);
                }
                store = null;
                if (chance.nextInt(3) == 0) {
                    disk.endProcess();
                } else {
                    disk.crash();
                }
                world.crash();
            }
            world.fork("last", () -> {
                open();
                store.close();
                disk.close();
                open();
            }).stop();
            world.crash();
            return seen.count();
        }

        private void open() {
            store = LogStore.open(world, disk, TINY);
            seen.compare(store);
            acknowledged.forEach((id, committed) -> {
                var remembered = store.remembered(new CommandId(id));
                assertThat(remembered).as("command %s", id).isPresent();
                assertThat(remembered.get().first()).isEqualTo(committed.first());
                assertThat(remembered.get().last()).isEqualTo(committed.last());
            });
            assertThat(store.checkpoint("reader").upTo()).isGreaterThanOrEqualTo(finished);
        }

        private void use() {
            open();
            var open = store;
            for (int i = 0; i < 3; i++) {
                world.fork("writer", () -> write(open));
            }
            world.fork("reader", () -> finish(open));
        }

        private void write(LogStore open) {
            while (true) {
                var id = "c" + sent++;
                var bytes = "x".repeat(chance.nextInt(300)).getBytes(StandardCharsets.UTF_8);
                var event = NewEvent.of("t", 1, List.of(new KeyValue("k", id)), bytes);
                var events = new ArrayList<NewEvent>();
                for (int n = chance.nextInt(4); n > 0; n--) {
                    events.add(event);
                }
                var command = new Command(new CommandId(id), ContentHash.sha256(bytes));
                var answer = open.append(Append.of(events, Origin.of("test")).of(command));
                assertThat(answer).isInstanceOf(Appended.Committed.class);
                acknowledged.put(id, (Appended.Committed) answer);
                world.await(new Signal(), Duration.ofMillis(chance.nextInt(3) == 0 ? 15 : 0));
            }
        }

        private void finish(LogStore open) {
            while (true) {
                long upTo = open.head().number();
                if (upTo > open.checkpoint("reader").upTo()) {
                    open.append(Append.finished(List.of(new Finished("reader", 1, upTo))));
                    finished = Math.max(finished, upTo);
                }
                world.await(new Signal(), Duration.ofMillis(chance.nextInt(20)));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.disk.FaultyDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Lives that end by loss of power at any change of the disk, recovery included, and what the next life finds: all that
 * was acknowledged or seen, in its order, no part of a batch, nothing that was refused. More seeds by the property
 * {@code thence.crash.seeds}.
 */
class CrashTest {

    private static final LogSettings SETTINGS = new LogSettings(4 << 10, 1 << 10, 2 << 10, 8, 16, 1 << 10, 64);
    private static final KeyValue KEY = new KeyValue("account", "anna");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("thence.crash.seeds", 400));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasAcknowledgedIsThereAfterEachCrash(long seed) {
        new Lives(seed).live(8);
    }

    /** One log through several lives. */
    private static final class Lives {

        private final long seed;
        private final Random random;
        private final HandWorld world;
        private FaultyDisk disk;
        /** What must be there: ids of batches in their order. */
        private final List<String> safe = new ArrayList<>();
        /** What may follow it. */
        private final List<String> unsure = new ArrayList<>();
        private int batches;

        Lives(long seed) {
            this.seed = seed;
            random = new Random(seed);
            world = new HandWorld(seed);
            disk = new FaultyDisk(new SplittableRandom(seed));
        }

        void live(int lives) {
            for (int life = 0; life < lives; life++) {
                boolean powerFails = random.nextInt(3) > 0;
                disk.failPowerAfter(powerFails ? random.nextInt(random.nextBoolean() ? 12 : 60) : Long.MAX_VALUE);
                try {
                    oneLife();
                } catch (DiskFailed | DiskFull _) {
                    // No power, no room or no flush while the log was opened or closed.
                }
                if (powerFails) {
                    disk = disk.crash();
                } else {
                    disk.close(); // the process ends, and the machine's cache lives on
                }
            }
            disk.mend();
            check(LogStore.open(world, disk, SETTINGS));
        }

        private void oneLife() {
            var store = LogStore.open(world, disk, SETTINGS);
            check(store);
            boolean goesOn = true;
            for (int i = 0; i < 30 && goesOn; i++) {
                goesOn = oneDeed(store);
            }
            store.close();
        }

        /** Whether the store goes on. */
        private boolean oneDeed(LogStore store) {
            switch (random.nextInt(12)) {
                case 0, 1 -> world.pass(Duration.ofMillis(25));
                case 2 -> disk.roomFor(disk.bytes() + random.nextInt(800));
                case 3, 4 -> disk.roomFor(Long.MAX_VALUE);
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        disk.failNextFlush();
                    }
                }
                default -> {
                    return append(store);
                }
            }
            return true;
        }

        private boolean append(LogStore store) {
            var name = "batch" + batches++;
            int count = random.nextInt(4);
            var data = new byte[random.nextInt(5) == 0 ? 1_500 : 40];
            var events = new ArrayList<NewEvent>();
            for (int i = 0; i < count; i++) {
                events.add(NewEvent.of(name + "of" + count, 1, List.of(KEY), data));
            }
            var command = new Command(new CommandId(name + "of" + count), ContentHash.sha256(new byte[0]));
            try {
                var answer = store.append(Append.of(events, Origin.of("crash")).of(command));
                assertThat(answer).isInstanceOf(Committed.class);
                safe.add(name + "of" + count);
                return true;
            } catch (DiskFull _) {
                return true;
            } catch (OutcomeUnknown _) {
                unsure.add(name + "of" + count);
                return false;
            } catch (Stopped _) {
                return false;
            }
        }

        private void check(LogStore store) {
            var found = batchesIn(store);
            var expected = new ArrayList<>(safe);
            for (var command : unsure) {
                if (store.remembered(new CommandId(command)).isPresent()) {
                    expected.add(command);
                }
            }
            assertThat(expected).as("seed %s: commands", seed)
                    .allSatisfy(id -> assertThat(store.remembered(new CommandId(id))).isPresent());
            assertThat(found).as("seed %s: batches", seed)
                    .isEqualTo(expected.stream().filter(id -> !id.endsWith("of0")).toList());
            safe.clear();
            safe.addAll(expected);
            unsure.clear();
        }

        private List<String> batchesIn(LogStore store) {
            var found = new ArrayList<String>();
            var events = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)
                    .list(Integer.MAX_VALUE);
            for (int i = 0; i < events.size();) {
                var type = events.get(i).type();
                int count = Integer.parseInt(type.substring(type.indexOf("of") + 2));
                if (i + count > events.size() || !events.get(i + count - 1).type().equals(type)) {
                    fail("seed %s: %s is there in part", seed, type);
                }
                found.add(type);
                i += count;
            }
            return found;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.ThenceException.DiskFull;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.Condition;
import io.thence.testing.disk.FaultyDisk;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A full disk refuses batches, and harms nothing. */
class DiskFullTest {

    private final FaultyDisk disk = new FaultyDisk(new SplittableRandom(3));
    private final HandWorld world = new HandWorld(3);

    @Test
    void aBatchThatFindsNoRoomIsRefusedAndLaterOnesGoOn() {
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            store.append(Logs.batch("before", 1));
            disk.roomFor(disk.bytes());

            assertThatThrownBy(() -> store.append(Logs.batch("large", 100))).isInstanceOf(DiskFull.class)
                    .satisfies(e -> assertThat(((DiskFull) e).again()).isTrue());
            assertThat(store.remembered(new CommandId("large"))).isEmpty();
            assertThat(store.append(Logs.batch("small", 1))).as("fits the room that was made")
                    .isInstanceOf(Committed.class);

            disk.roomFor(Long.MAX_VALUE);
            assertThat(store.append(Logs.batch("large", 100))).isInstanceOf(Committed.class);
            assertThat(Logs.events(store)).hasSize(102);
        }
        disk.close();
        assertThat(Logs.events(disk.crash())).hasSize(102);
    }

    @ParameterizedTest(name = "the next segment's file is made ahead: {0}")
    @ValueSource(booleans = {true, false})
    void aSegmentThatFindsNoRoomIsBegunLater(boolean ahead) {
        var slow = new HeldWorld("log-segments");
        slow.hold(ahead ? Duration.ZERO : Duration.ofDays(1), () -> {});
        try (var store = LogStore.open(slow, disk, Logs.TINY)) {
            int batches = 0;
            while (disk.list(DiskImage.FOLDER).size() < 2) {
                store.append(Logs.batch("fill" + batches++, 1));
            }
            int refused = 0;
            for (int i = 0; i < 30; i++) {
                disk.roomFor(i % 7 == 6 ? Long.MAX_VALUE : disk.bytes());
                try {
                    store.append(Logs.batch("more" + i, 1));
                    batches++;
                } catch (DiskFull _) {
                    refused++;
                }
            }
            assertThat(refused).isPositive();
            assertThat(disk.list(DiskImage.FOLDER)).hasSizeGreaterThan(2);
            assertThat(Logs.events(store)).hasSize(batches);
            disk.roomFor(Long.MAX_VALUE);
        }
        disk.close();
    }

    @Test
    void aFullDiskConfirmsAndReads() {
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            store.append(Logs.batch("before", 1));
            disk.roomFor(disk.bytes());

            assertThat(store.append(Append.confirm(new Condition.Revision(Logs.ANNA, 1))))
                    .isInstanceOf(Committed.class);
            assertThat(Logs.events(store)).hasSize(1);
        }
    }
}

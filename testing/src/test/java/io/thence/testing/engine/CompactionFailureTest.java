// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.log.ArchiveSettings;
import io.thence.log.Compaction;
import io.thence.log.CompactionProgress;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.testing.disk.PassingDisk;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A segment that cannot be dealt with keeps none of the others from it; a part of the work is never the whole. */
class CompactionFailureTest {
    private static final CompactionSettings SETTINGS = CompactionSettings.DEFAULT;

    private final KeptLog log = new KeptLog();
    private final MemoryDisk disk = log.disk;
    private final HandWorld world = log.world;
    private final Kept kept = log.kept;

    private void fill(LogStore store) {
        kept.append(store, world, 100);
        world.pass(Duration.ofHours(2));
    }

    private void wantNothing() {
        for (int i = 0; i < 6; i++) {
            kept.floors.floor(Kept.order(i), Long.MAX_VALUE).floor(Kept.customer(i), Long.MAX_VALUE);
        }
    }

    private CompactionProgress run(LogStore store, CompactionSettings settings) {
        return ended(store.compact(settings, kept.floors));
    }

    private static CompactionProgress ended(Compaction compaction) {
        assertThat(compaction.await(Duration.ofHours(1))).isTrue();
        return compaction.progress();
    }

    private static Class<?> failure(CompactionProgress progress) {
        return progress.failure().<Class<?>>map(ThenceException::getClass).orElse(void.class);
    }

    private void flip(String name, long at) {
        var file = disk.open(name, Disk.Access.WRITE);
        var one = ByteBuffer.allocate(1);
        file.fill(one, at);
        file.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), at);
    }

    @Test
    void aDamagedSegmentIsPassedOverAndSaid() {
        try (var store = log.open()) {
            fill(store);
            flip("log/0000000002.segment", 300);
            for (int run = 0; run < 2; run++) {
                var progress = run(store, SETTINGS);
                assertThat(failure(progress)).isEqualTo(Corrupt.class);
                assertThat(progress.failure().orElseThrow()).hasMessageContaining("log/0000000002.segment");
                assertThat(progress.segments()).isEqualTo(progress.of());
                assertThat(progress.finished()).isFalse();
                assertThat(progress.packed()).isEqualTo(run == 0 ? progress.of() - 1 : 0);
            }
            assertThat(Kept.files(disk)).contains("0000000001.1.packed", "0000000002.segment", "0000000003.1.packed");
            flip("log/0000000002.segment", 300);
            assertThat(run(store, SETTINGS).packed()).isEqualTo(1);
            log.expect(store, _ -> true);
        }
        disk.close();
        log.expectEverywhere(_ -> true);
    }

    /** A disk whose archives can be read, and not be written once that is said. */
    private static final class Archived implements PassingDisk {
        private final Disk disk;
        private boolean readOnly;

        Archived(Disk disk) {
            this.disk = disk;
        }

        @Override
        public Disk disk() {
            return disk;
        }

        @Override
        public Disk elsewhere(String directory) {
            var other = disk.elsewhere(directory);
            return new PassingDisk() {
                @Override
                public Disk disk() {
                    return other;
                }

                @Override
                public Disk elsewhere(String further) {
                    return other.elsewhere(further);
                }

                @Override
                public DiskFile open(String name, Access access) {
                    refuse(access != Access.READ);
                    return other.open(name, access);
                }

                @Override
                public void delete(String name) {
                    refuse(true);
                    other.delete(name);
                }
            };
        }

        private void refuse(boolean change) {
            if (readOnly && change) {
                throw new DiskFailed("read-only", new IllegalStateException("read-only"));
            }
        }
    }

    @Test
    void anArchiveThatCannotBeWrittenEndsNothing() {
        var archived = new Archived(disk);
        try (var store = LogStore.open(world, archived, Logs.TINY)) {
            fill(store);
            store.archive("old", new ArchiveSettings(4, Duration.ZERO), _ -> {});
            archived.readOnly = true;
            var packing = run(store, SETTINGS);
            assertThat(failure(packing)).isEqualTo(void.class);
            assertThat(packing.packed()).isEqualTo(4);
            wantNothing();
            var removing = run(store, SETTINGS);
            assertThat(failure(removing)).isEqualTo(DiskFailed.class);
            assertThat(removing.packed()).isEqualTo(4);
            archived.readOnly = false;
            assertThat(run(store, SETTINGS).finished()).isTrue();
            assertThat(Kept.files(disk.elsewhere("old"))).allMatch(file -> file.endsWith(".1.packed"));
        }
        disk.close();
    }

    /** It was stopped half way; the next one is to remove more than it was. */
    @Test
    void whatWasPassedByOtherRulesIsLookedAtAgain() {
        var retention = Retention.ofCount("order", 3);
        try (var store = log.open()) {
            fill(store);
            kept.append(store, world, 30);
            stopAt(store, 3);
            assertThat(run(store, SETTINGS.keeping(List.of(retention))).finished()).isTrue();
            log.expect(store, log.stays(retention).or(this::isYoung));
            stopAt(store, 2);
            wantNothing();
            assertThat(run(store, SETTINGS).finished()).isTrue();
            log.expect(store, this::isYoung);
        }
        disk.close();
        log.expectEverywhere(this::isYoung);
    }

    private boolean isYoung(Kept.Event event) {
        return event.millis() > world.now().minusSeconds(3_600).toEpochMilli();
    }

    private void stopAt(LogStore store, int segment) {
        var first = store.compact(SETTINGS, kept.floors);
        while (first.progress().segments() < segment) {
            world.step();
        }
        first.stop();
        assertThat(first.progress().over()).isTrue();
        assertThat(first.progress().failure()).isEmpty();
        assertThat(first.progress().finished()).isFalse();
    }
}

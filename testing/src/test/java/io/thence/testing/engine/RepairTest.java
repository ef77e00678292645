// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.log.check.Repair;
import io.thence.log.check.RepairPlan;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.Finished;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RepairTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final HandWorld world = new HandWorld(1);
    private final Kept kept = new Kept(5);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    private void write(Disk on, boolean packed) {
        try (var store = LogStore.open(world, on, Logs.TINY)) {
            kept.append(store, world, 60);
            if (packed) {
                kept.compact(store, CompactionSettings.DEFAULT);
            }
            kept.append(store, world, 6);
            world.pass(Duration.ofSeconds(1));
        }
        on.close();
    }

    private static byte[] bytes(Disk on, String name) {
        var file = on.open(name, Access.READ);
        var into = ByteBuffer.allocate((int) file.size());
        file.read(into, 0);
        return into.array();
    }

    private static void overwrite(Disk on, String name, byte[] bytes) {
        on.delete(name);
        on.open(name, Access.CREATE).write(ByteBuffer.wrap(bytes), 0);
    }

    private static void flip(Disk on, String name, int at) {
        byte[] bytes = bytes(on, name);
        bytes[at] ^= 0x10;
        overwrite(on, name, bytes);
    }

    private RepairPlan plan(Disk on) {
        return Repair.plan(on, Logs.TINY, (_, _) -> {});
    }

    private RepairPlan run(Disk on) {
        try {
            return Repair.run(world, on, Logs.TINY, (_, _) -> {});
        } finally {
            on.close();
        }
    }

    /** Repaired: opens, is sound, has what the plan said, each event as it was, and goes on after the last position. */
    private List<String> expectRepaired(Disk on, RepairPlan plan) {
        assertThat(plan(on).isNeeded()).isFalse();
        assertThat(Verify.run(on, Logs.TINY, (_, _) -> {}).list()).isEmpty();
        List<String> texts;
        try (var store = LogStore.open(world, on, Logs.TINY)) {
            texts = Kept.texts(store);
            assertThat(texts).hasSize((int) plan.events()).isSubsetOf(kept.texts(_ -> true));
            var other = new Kept(77);
            var before = store.head().number();
            other.append(store, world, 1);
            assertThat(store.head().number()).isGreaterThan(before);
        }
        on.close();
        return texts;
    }

    @Test
    void aSoundLogIsLeftAlone() {
        write(disk, true);
        var files = Kept.files(disk);
        assertThat(plan(disk).findings()).isEmpty();
        assertThat(plan(disk).events()).isEqualTo(kept.all.size());
        assertThat(run(disk).isNeeded()).isFalse();
        assertThat(Kept.files(disk)).isEqualTo(files);
        assertThatThrownBy(() -> plan(new MemoryDisk())).isInstanceOf(NoStore.class);
    }

    @Test
    void aDamagedFrameOfASealedSegmentBecomesAHole() {
        write(disk, false);
        flip(disk, "log/0000000003.segment", 300);
        var plan = plan(disk);
        assertThat(plan.findings()).hasSize(1);
        assertThat(plan.findings().getFirst().toString()).contains("log/0000000003.segment at offset")
                .contains("a hole takes its place").contains("position");
        assertThat(plan.newEpoch()).isFalse();
        assertThat(plan.lost()).isBetween(1L, 3L);
        assertThatThrownBy(() -> Logs.events(disk)).isInstanceOf(Corrupt.class);
        assertThat(run(disk)).isEqualTo(plan);
        assertThat(disk.list("damaged")).containsExactly("0000000003.segment");
        var finding = plan.findings().getFirst();
        assertThat(expectRepaired(disk, plan)).isEqualTo(kept.texts(e -> e.position() < finding.first()
                || e.position() >= finding.first() + finding.count()));
    }

    @Test
    void aMissingSegmentBecomesAHole() {
        write(disk, false);
        disk.delete("log/0000000002.segment");
        disk.delete("log/0000000005.segment");
        disk.delete("log/0000000006.segment");
        var plan = run(disk);
        assertThat(plan.findings()).anySatisfy(finding -> assertThat(finding.what()).contains("missing"));
        assertThat(expectRepaired(disk, plan).size() + plan.lost()).isEqualTo(kept.all.size());
    }

    @Test
    void aDamagedHeadIsMadeAgain() {
        write(disk, false);
        flip(disk, "log/0000000000.segment", 40);
        flip(disk, "log/0000000004.segment", 20);
        var plan = run(disk);
        assertThat(plan.lost()).isZero();
        assertThat(expectRepaired(disk, plan)).isEqualTo(kept.texts(_ -> true));
    }

    @Test
    void aDamagedLastSegmentIsSealedAndTheEpochRaised() {
        write(disk, false);
        var last = "log/" + Kept.files(disk).getLast();
        flip(disk, last, 100);
        var plan = run(disk);
        assertThat(plan.newEpoch()).isTrue();
        expectRepaired(disk, plan);
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            assertThat(store.lineage().epoch()).isEqualTo(2);
        }
    }

    @Test
    void aMissingLastSegmentAfterAPackedOneIsBegunAgain() {
        write(disk, true);
        Kept.files(disk).stream().filter(file -> file.endsWith(".segment")).forEach(file -> disk.delete("log/" + file));
        assertThatThrownBy(() -> Logs.events(disk)).isInstanceOf(Corrupt.class);
        var plan = run(disk);
        assertThat(plan.newEpoch()).isTrue();
        expectRepaired(disk, plan);
    }

    @Test
    void aDamagedBlockOfAPackedSegmentLosesOnlyThat() {
        for (int part = 0; part < 8; part++) {
            var on = new MemoryDisk();
            kept.all.clear();
            write(on, true);
            int length = bytes(on, "log/0000000002.1.packed").length;
            flip(on, "log/0000000002.1.packed", 128 + part * (length - 129) / 8);
            var plan = run(on);
            assertThat(plan.isNeeded()).isTrue();
            assertThat(expectRepaired(on, plan).size() + plan.lost()).isEqualTo(kept.all.size());
            assertThat(Kept.files(on)).contains("0000000002.2.packed");
        }
    }

    /** The attachment holds what consumers had finished by words that were removed with their batches. */
    @Test
    void wordsOfConsumersThatAreLostWithAnAttachmentAreSaid() {
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            kept.append(store, world, 2);
            store.append(Append.finished(List.of(new Finished("mailer", 1, 1))));
            kept.append(store, world, 60);
            world.pass(Duration.ofHours(2));
            kept.floors.floor(Kept.order(0), 50).floor(Kept.customer(0), 50);
            kept.compact(store, CompactionSettings.DEFAULT);
        }
        disk.close();
        var name = "log/0000000000.1.packed";
        byte[] good = bytes(disk, name);
        int said = 0;
        for (int at = 128; at < good.length; at++) {
            flip(disk, name, at);
            if (Verify.run(disk, Logs.TINY, (_, _) -> {}).list().toString().contains("the attachment does not match")) {
                assertThat(plan(disk).findings()).anyMatch(finding -> finding.deed().contains("consumers"));
                said++;
            }
            overwrite(disk, name, good);
        }
        assertThat(said).as("bytes of the attachment").isPositive();
    }

    /** Random damages in any files: whatever they are, what the plan says is what comes of it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsDamagedItDoesWhatItSays(long seed) {
        var random = new Random(seed);
        write(disk, seed % 2 == 0);
        var files = new ArrayList<>(Kept.files(disk));
        for (int damages = 1 + random.nextInt(4); damages > 0; damages--) {
            var name = "log/" + files.get(random.nextInt(files.size()));
            byte[] bytes = bytes(disk, name);
            switch (random.nextInt(4)) {
                case 0 -> overwrite(disk, name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                case 1 -> {
                    int from = random.nextInt(bytes.length);
                    Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(300)), (byte) 0);
                    overwrite(disk, name, bytes);
                }
                default -> flip(disk, name, random.nextInt(bytes.length));
            }
        }
        RepairPlan plan;
        try {
            plan = plan(disk);
        } catch (Corrupt e) {
            assertThat(e.getMessage()).contains("restore");
            return;
        }
        assertThat(run(disk)).isEqualTo(plan);
        expectRepaired(disk, plan);
    }

    @Test
    void anInterruptedRepairGoesOn() {
        boolean over = false;
        int changes = 0;
        for (; !over; changes++) {
            var faulty = new FaultyDisk(new SplittableRandom(changes));
            kept.all.clear();
            write(faulty, false);
            flip(faulty, "log/0000000001.segment", 300);
            flip(faulty, "log/" + Kept.files(faulty).getLast(), 100);
            faulty.flushFolder("log");
            for (var file : Kept.files(faulty)) {
                faulty.open("log/" + file, Access.WRITE).flush(world);
            }
            var plan = plan(faulty);
            faulty.failPowerAfter(changes);
            over = true;
            try {
                Repair.run(world, faulty, Logs.TINY, (_, _) -> {});
            } catch (DiskFailed _) {
                over = false;
            }
            var after = faulty.crash();
            run(after);
            expectRepaired(after, plan);
        }
        assertThat(changes).isGreaterThan(20);
    }

    @Test
    void aMissingSegmentMayBeTheOnlyDamage(@TempDir Path directory) {
        var on = new FileDisk(directory);
        write(on, true);
        on.delete("log/" + Kept.files(on).get(1));
        var plan = plan(on);
        assertThat(plan.lost()).isPositive();
        run(on);
        expectRepaired(on, plan);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.log;

import io.thence.ThenceException.NoStore;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.log.check.VerifyReport;
import io.thence.log.check.VerifyReport.Damage;
import io.thence.world.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.testing.log.Writing.WORLD;
import static io.thence.testing.log.Writing.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class VerifyTest {
    @TempDir
    Path folder;

    private FileDisk disk;

    @BeforeEach
    void open() {
        disk = new FileDisk(folder);
    }

    private void write(int from, int to) {
        try (var store = LogStore.open(WORLD, disk, LogSettings.SMALL)) {
            for (int i = from; i < to; i++) {
                store.append(batch(i, 1 + i % 4));
            }
        } finally {
            disk.close();
        }
    }

    private VerifyReport verify() {
        return Verify.run(new FileDisk(folder), LogSettings.SMALL, (_, _) -> {});
    }

    private Path segment(int number) {
        return folder.resolve("log/%010d.segment".formatted(number));
    }

    @Test
    void thereMustBeAStore() {
        assertThatThrownBy(this::verify).isInstanceOf(NoStore.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void countsWhatAGoodLogHolds() {
        write(0, 400);
        write(400, 800);
        var report = verify();
        assertThat(report.list()).isEmpty();
        assertThat(report.isGood()).isTrue();
        assertThat(report.events()).isEqualTo(2_000);
        assertThat(report.head()).isEqualTo(2_000);
        assertThat(report.commands()).isEqualTo(800);
        assertThat(report.entries()).isGreaterThan(2_000);
        assertThat(report.openings()).isEqualTo(2);
        assertThat(report.segments()).isGreaterThan(2);
        assertThat(report.frames()).isGreaterThanOrEqualTo(800);
        assertThat(report.tornBytes()).isZero();
        assertThat(report.lineage()).isPresent();
    }

    @Test
    void tellsHowFarItIsUpToTheEnd() {
        write(0, 400);
        var last = new AtomicLong();
        Verify.run(new FileDisk(folder), LogSettings.SMALL, (bytes, total) -> {
            assertThat(bytes).isBetween(last.get(), total);
            last.set(bytes);
        });
        assertThat(last.get()).isPositive();
    }

    /** A bad byte in the last mark is what a torn write looks like: nothing is lost with it, and it is told. */
    @Test
    void findsEachFlippedByte() throws IOException {
        write(0, 4);
        byte[] good = Files.readAllBytes(segment(0));
        for (int at = 0; at < good.length; at++) {
            for (int bits : new int[] {0x01, 0xFF}) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) bits;
                Files.write(segment(0), bad);
                var report = verify();
                if (report.isGood()) {
                    assertThat(at).as("unnoticed").isGreaterThanOrEqualTo(good.length - 56);
                    assertThat(report.tornBytes()).as("byte " + at).isPositive();
                    assertThat(report.unflushedBytes()).isPositive();
                } else {
                    assertThat(report.list().getFirst().offset()).isLessThanOrEqualTo(at);
                }
            }
        }
    }

    @Test
    void goesOnAfterDamageAndSaysWhatIsLost() throws IOException {
        write(0, 800);
        byte[] bytes = Files.readAllBytes(segment(1));
        bytes[5_000] ^= 1;
        bytes[30_000] ^= 1;
        Files.write(segment(1), bytes);
        var report = verify();
        assertThat(report.damages()).isEqualTo(2);
        assertThat(report.list()).extracting(Damage::file).containsOnly("log/0000000001.segment");
        assertThat(report.list()).extracting(Damage::what).allSatisfy(what -> assertThat(what).contains("lost"));
        assertThat(report.head()).isEqualTo(2_000);
        assertThat(report.events()).isBetween(1_990L, 1_998L);
    }

    @Test
    void namesAMissingFileAndAHeadThatIsGone() throws IOException {
        write(0, 1_200);
        Files.delete(segment(1));
        byte[] bytes = Files.readAllBytes(segment(2));
        bytes[40] ^= 1;
        Files.write(segment(2), bytes);
        var report = verify();
        assertThat(report.list()).extracting(Damage::file).contains("log/0000000001.segment", "log/0000000002.segment");
        assertThat(report.list()).extracting(Damage::what).contains("the file is missing");
        assertThat(report.head()).isEqualTo(3_000);
    }

    @Test
    void aLastFileThatNeverBecameASegmentIsNoDamage() throws IOException {
        write(0, 10);
        for (int bytes : new int[] {0, 20, 64}) {
            byte[] piece = new byte[4_096];
            System.arraycopy(Files.readAllBytes(segment(0)), 0, piece, 0, bytes / 2);
            Files.write(segment(1), piece);
            assertThat(verify().list()).isEmpty();
            assertThat(verify().segments()).isEqualTo(1);
        }
    }

    @Test
    void roomThatIsNotUsedIsNotTorn() throws IOException {
        write(0, 10);
        byte[] good = Files.readAllBytes(segment(0));
        for (int room = 0; room < 20; room++) {
            Files.write(segment(0), Arrays.copyOf(good, good.length + room));
            assertThat(verify().tornBytes()).isZero();
            byte[] torn = Arrays.copyOf(good, good.length + room + 1);
            torn[good.length + room] = 9;
            Files.write(segment(0), torn);
            assertThat(verify().tornBytes()).isEqualTo(room + 1);
            assertThat(verify().isGood()).isTrue();
        }
    }

    @Test
    void runsBesideAWriter() {
        var over = new AtomicBoolean();
        write(0, 1);
        var writer = WORLD.fork("writer", () -> {
            write(1, 1_500);
            over.set(true);
        });
        while (!over.get()) {
            assertThat(verify().list()).isEmpty();
        }
        writer.stop();
        assertThat(verify().events()).isEqualTo(3_750);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.Send;
import io.thence.ThenceException.SnapshotDiffers;
import io.thence.bank.PassingStore;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.snapshot.SnapshotWriter.Due;
import io.thence.snapshot.Tally.Added;
import io.thence.snapshot.Tally.Outside;
import io.thence.snapshot.Tally.Sum;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A snapshot is used where log and code bear it out, and nowhere else; whatever happens to it, states are the same. */
class SnapshotsTest {

    private static final SnapshotSettings SETTINGS = SnapshotSettings.of(LogSettings.SMALL);
    private static final long HOT_BYTES = 1 << 20;

    /** A record that JSON does not show as it is. */
    record Sly(long hidden) {
        @Override
        public long hidden() {
            return 0;
        }

        Sly plus(Added added) {
            return new Sly(hidden + added.number());
        }

        long shown() {
            return hidden;
        }
    }

    @TempDir
    Path directory;

    /** That snapshots are dropped is what this test is about. */
    @BeforeAll
    static void quiet() {
        Logger.getLogger("io.thence.snapshot").setLevel(Level.SEVERE);
    }

    @AfterEach
    void factor() {
        Outside.FACTOR.set(1);
    }

    private static Thence open(Disk disk, Fold<String, ?> fold, SnapshotSettings settings) {
        return Thence.run(Tally.of(fold),
                new Engine(new SystemWorld(), disk, LogSettings.SMALL, HOT_BYTES).snapshots(settings));
    }

    private static void add(Disk disk, long from, long to) {
        try (var tally = open(disk, Tally.SUM, SETTINGS)) {
            Tally.add(tally, "a", from, to);
        }
    }

    private static int stepsAfterStart(Disk disk, long total) {
        try (var tally = open(disk, Tally.SUM, SETTINGS)) {
            return Tally.stepsToRead(tally, Tally.SUM, total);
        }
    }

    /** The sum of all numbers up to one. */
    private static long upTo(long number) {
        return number * (number + 1) / 2;
    }

    @Test
    void after_a_start_a_key_is_folded_on_from_its_snapshot() {
        var disk = new MemoryDisk();
        add(disk, 1, 25);
        assertThat(stepsAfterStart(disk, upTo(25))).as("events after the snapshot at 20").isEqualTo(5);
        add(disk, 26, 29);
        assertThat(stepsAfterStart(disk, upTo(29))).as("not yet ten since").isEqualTo(9);
        add(disk, 30, 30);
        assertThat(stepsAfterStart(disk, upTo(30))).isZero();
    }

    @Test
    void a_long_fold_is_kept_whatever_wrote_its_events() {
        var disk = new MemoryDisk();
        try (var tally = open(disk, Tally.SUM, SETTINGS.upTo(0))) {
            Tally.add(tally, "a", 1, 25);
            Tally.add(tally, "b", 1, 9);
        }
        assertThat(disk.list("snapshots/log")).isEmpty();
        assertThat(stepsAfterStart(disk, upTo(25))).isEqualTo(25);
        assertThat(stepsAfterStart(disk, upTo(25))).isZero();
    }

    @Test
    void another_revision_another_name_or_another_log_is_folded_from_the_first_event() {
        var disk = new MemoryDisk();
        add(disk, 1, 25);
        var revised = Tally.SUM.revised(2);
        try (var tally = open(disk, revised, SETTINGS)) {
            assertThat(Tally.stepsToRead(tally, revised, upTo(25))).isEqualTo(25);
        }
        assertThat(stepsAfterStart(disk, upTo(25))).as("the newest is the other revision's").isEqualTo(25);
        var named = Tally.SUM.named("other");
        try (var tally = open(disk, named, SETTINGS)) {
            assertThat(Tally.stepsToRead(tally, named, upTo(25))).isEqualTo(25);
        }
    }

    @Test
    void the_snapshots_of_another_log_are_not_used() throws IOException {
        var one = directory.resolve("one");
        var other = directory.resolve("other");
        add(new FileDisk(one), 1, 20);
        add(new FileDisk(other), 1, 20);
        assertThat(stepsAfterStart(new FileDisk(other), upTo(20))).isZero();
        replace(one, other, "snapshots/log");
        assertThat(stepsAfterStart(new FileDisk(other), upTo(20))).isEqualTo(20);
    }

    /** The same events under another epoch: a log that was restored. */
    private static final class Restored extends PassingStore {
        private final Lineage own;

        Restored(EventStore store) {
            super(store);
            own = store.lineage();
        }

        @Override
        public Lineage lineage() {
            return new Lineage(own.log(), own.epoch() + 1);
        }

        @Override
        public EventReader read(Query query, Position from, Direction direction) {
            return super.read(query, new Position(own, from.number()), direction);
        }
    }

    @Test
    void a_snapshot_of_an_earlier_epoch_of_the_log_is_not_used() {
        var world = new SystemWorld();
        var disk = new MemoryDisk();
        add(disk, 1, 10);
        var application = Tally.of(Tally.SUM);
        try (var store = LogStore.open(world, disk, LogSettings.SMALL)) {
            var same = new Ports(world, store, new EventCodec(application));
            var filed = new KeyValue("account", "a");
            try (var snapshots = Snapshots.open(Map.of(application, same), disk, SETTINGS)) {
                assertThat(snapshots.of(Tally.SUM).orElseThrow().newest(filed)).get()
                        .isEqualTo(new FoldSnapshots.Snapshot<>(new Sum(upTo(10), List.of(10L)), 10));
            }
            var restored = new Ports(world, new Restored(store), same.codec());
            try (var snapshots = Snapshots.open(Map.of(application, restored), disk, SETTINGS)) {
                assertThat(snapshots.of(Tally.SUM).orElseThrow().newest(filed)).isEmpty();
            }
        }
    }

    @Test
    void a_snapshot_of_events_that_a_restored_log_does_not_have_is_not_used() throws IOException {
        var data = directory.resolve("data");
        add(new FileDisk(data), 1, 12);
        replace(data, directory.resolve("older"), "log");
        add(new FileDisk(data), 13, 30);
        replace(data, directory.resolve("newer"), "snapshots/log");

        replace(directory.resolve("older"), data, "log");
        assertThat(stepsAfterStart(new FileDisk(data), upTo(12))).as("a snapshot beyond the head").isEqualTo(12);
        delete(data.resolve("snapshots"));
        try (var tally = open(new FileDisk(data), Tally.SUM, SETTINGS)) {
            for (int number = 13; number <= 40; number++) { // the same ids at the same positions, other content
                tally.send(new Tally.Add("a", 1_000), Send.as("a/" + number));
            }
        }
        replace(directory.resolve("newer"), data, "snapshots/log");
        assertThat(stepsAfterStart(new FileDisk(data), upTo(12) + 28_000)).isEqualTo(40);
    }

    private static void replace(Path from, Path to, String folder) throws IOException {
        delete(to.resolve(folder));
        Files.createDirectories(to.resolve(folder));
        try (var files = Files.list(from.resolve(folder))) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(folder).resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void damaged_snapshots_are_dropped_and_made_anew() throws IOException {
        add(new FileDisk(directory), 1, 25);
        var file = directory.resolve("snapshots/log/0000000000.segment");
        var bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 37) {
            var damaged = bytes.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThat(stepsAfterStart(new FileDisk(directory), upTo(25))).isIn(5, 15, 25);
            assertThat(stepsAfterStart(new FileDisk(directory), upTo(25))).as("after the flip at %s", at)
                    .isLessThan(10);
            Files.write(file, bytes);
        }
    }

    @Test
    void beyond_their_limit_none_are_kept_until_the_next_start_which_drops_them() {
        var disk = new MemoryDisk();
        var little = SETTINGS.upTo(1_500);
        try (var tally = open(disk, Tally.SUM, little)) {
            Tally.add(tally, "a", 1, 100);
        }
        long kept = keptBytes(disk);
        assertThat(kept).isBetween(1_501L, 3_500L);
        assertThat(stepsAfterStart(disk, upTo(100))).as("until then those are used that were kept").isBetween(10, 90);
        try (var tally = open(disk, Tally.SUM, little)) {
            assertThat(Tally.stepsToRead(tally, Tally.SUM, upTo(100))).isEqualTo(100);
        }
        assertThat(keptBytes(disk)).isBetween(200L, 1_000L);
        try (var tally = open(disk, Tally.SUM, little)) {
            assertThat(Tally.stepsToRead(tally, Tally.SUM, upTo(100))).isZero();
        }
    }

    private static long keptBytes(Disk disk) {
        return disk.list("snapshots/log").stream().mapToLong(name -> {
            try (var file = disk.open("snapshots/log/" + name, Disk.Access.READ)) {
                return file.size();
            }
        }).sum();
    }

    @Test
    void a_state_that_is_another_one_when_it_is_read_back_is_not_kept() {
        var disk = new MemoryDisk();
        var sly = Fold.by(Tally.ACCOUNT).from(new Sly(0)).on(Added.class, Sly::plus).snapshotEvery(10);
        try (var tally = open(disk, sly, SETTINGS)) {
            Tally.add(tally, "a", 1, 25);
        }
        try (var tally = open(disk, sly, SETTINGS)) {
            assertThat(tally.read(sly, "a").shown()).isEqualTo(upTo(25));
        }
    }

    @Test
    void what_the_code_does_not_show_is_found_where_snapshots_are_compared() {
        var disk = new MemoryDisk();
        add(disk, 1, 20);
        Outside.FACTOR.set(2);
        try (var tally = open(disk, Tally.SUM, SETTINGS)) {
            assertThat(tally.read(Tally.SUM, "a")).as("nothing shows it").extracting(Sum::total).isEqualTo(upTo(20));
        }
        try (var tally = open(disk, Tally.SUM, SETTINGS.comparing())) {
            assertThatThrownBy(() -> tally.read(Tally.SUM, "a")).isInstanceOf(SnapshotDiffers.class)
                    .hasMessageContaining("fold by account").hasMessageContaining("account/a at position 20")
                    .hasMessageContaining("revised(..)");
        }
    }

    @Test
    void what_is_too_much_is_left_out() {
        var world = new SystemWorld();
        try (var log = SnapshotLog.open(world, new MemoryDisk(), SETTINGS, Set.of()).orElseThrow();
                var tally = open(new MemoryDisk(), Tally.SUM, SETTINGS)) {
            var writer = new SnapshotWriter(world, log, 2);
            var fold = new FoldSnapshots<>(Tally.SUM, new Ports(world, tally.store(),
                    new EventCodec(tally.application())), new FoldSnapshots.Home(log, writer, false));
            var due = new Due(fold, new KeyValue("account", "a"), Tally.SUM.start(), 1);
            assertThat(writer.offer(due)).isTrue();
            assertThat(writer.offer(due)).isTrue();
            assertThat(writer.offer(due)).isFalse();
            assertThat(writer.step()).isTrue();
            assertThat(writer.offer(due)).isTrue();
        }
    }
}

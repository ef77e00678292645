// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.ThenceException.NoStore;
import io.thence.keep.Backup;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.log.check.VerifyReport;
import io.thence.log.check.VerifyReport.Damage;
import io.thence.personal.KeyCheck;
import io.thence.run.Engine;
import io.thence.snapshot.Snapshots;
import io.thence.world.Disk;
import io.thence.world.SubDisk;
import io.thence.world.SystemWorld;
import io.thence.world.Watch;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks all that lies in a directory, one after the other: its log, and beside that what is there of a backup's
 * manifest, of keys and of states of folds. A folder of keys can be checked as a directory too.
 */
final class StoreCheck {

    private static final String DERIVED = "; states are made anew: delete this folder while nothing runs";

    private final World world = new SystemWorld();
    private final Disk disk;
    private final Watch watch;
    private final List<Damage> more = new ArrayList<>();

    private StoreCheck(Disk disk, Watch watch) {
        this.disk = disk;
        this.watch = watch;
    }

    static StoreReport run(Disk disk, Watch watch) {
        return new StoreCheck(disk, watch).check();
    }

    private StoreReport check() {
        var folder = new SubDisk(disk, Engine.KEYS);
        boolean areBelow = KeyCheck.isOn(folder);
        Optional<Disk> keys = areBelow ? Optional.of(folder) : Optional.of(disk).filter(KeyCheck::isOn);
        var before = keys.map(this::keys);
        var log = Verify.run(disk, LogSettings.DEFAULT, watch);
        if (Backup.isOn(disk)) {
            more.addAll(Backup.problems(world, disk, watch));
        }
        long erasures = part(Engine.KEYS, "").map(VerifyReport::events).orElse(keys.isPresent() ? log.events() : 0);
        long snapshots = part(Snapshots.FOLDER, DERIVED).map(VerifyReport::frames).orElse(0L);
        before.filter(report -> !report.damages().isEmpty()).ifPresent(report ->
                stay(damages(report), damages(keys(keys.orElseThrow())), areBelow));
        return new StoreReport(log.with(more), before.map(KeyCheck.Report::slots).orElse(0L), erasures, snapshots);
    }

    private KeyCheck.Report keys(Disk keys) {
        return KeyCheck.run(world, keys, watch);
    }

    private static List<Damage> damages(KeyCheck.Report report) {
        return report.damages().stream().map(failure -> Damage.of(report.file(), failure)).toList();
    }

    /** Adds what is damaged still: what was only being written at the first look is not. */
    private void stay(List<Damage> first, List<Damage> second, boolean areBelow) {
        second.stream().filter(first::contains).map(damage -> areBelow ? damage.in(Engine.KEYS) : damage)
                .forEach(more::add);
    }

    /** The log in a folder, if there is one: one of states may be dropped at any moment. */
    private Optional<VerifyReport> part(String folder, String advice) {
        var inner = new SubDisk(disk, folder);
        if (!LogStore.isOn(inner)) {
            return Optional.empty();
        }
        try {
            var report = Verify.run(inner, LogSettings.DEFAULT, watch);
            report.list().forEach(damage -> more.add(
                    new Damage(damage.file(), damage.offset(), damage.what() + advice).in(folder)));
            return Optional.of(report);
        } catch (NoStore _) {
            return Optional.empty();
        }
    }
}

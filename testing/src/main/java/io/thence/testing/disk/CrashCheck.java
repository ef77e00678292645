// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.Position;
import io.thence.ThenceException;
import io.thence.keep.Backup;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.SystemWorld;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Holds a log after a crash against what it must be: it opens; it has all events that were flushed, none that was not
 * written, and those in their order.
 */
final class CrashCheck {

    private final FaultyDisk disk;

    CrashCheck(FaultyDisk disk) {
        this.disk = disk;
    }

    void run(RandomGenerator random) {
        if (Backup.isOn(disk)) {
            return; // which is not opened where it is
        }
        var atLeast = events(disk.flushedCopy(), "with nothing but what was flushed");
        var atMost = events(disk.wholeCopy(), "as it is");
        var crashed = disk.afterCrash(random);
        var after = events(crashed, "after a crash");
        demand(isPrefix(atLeast, after), "a crash lost flushed events", atLeast, after);
        demand(isPrefix(after, atMost), "a crash made up events", after, atMost);
    }

    private static List<String> events(FaultyDisk copy, String which) {
        try (var store = LogStore.open(new SystemWorld(), copy, LogSettings.SMALL)) {
            return store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)
                    .list(Integer.MAX_VALUE).stream().map(CrashCheck::text).toList();
        } catch (ThenceException e) {
            throw new AssertionError("the log does not open " + which, e);
        }
    }

    private static String text(StoredEvent event) {
        return event.position().number() + " " + event.id() + " " + event.type() + " " + event.keys() + " "
                + HexFormat.of().formatHex(event.data());
    }

    private static boolean isPrefix(List<String> first, List<String> all) {
        return first.size() <= all.size() && first.equals(all.subList(0, first.size()));
    }

    private static void demand(boolean holds, String what, List<String> left, List<String> right) {
        if (!holds) {
            throw new AssertionError(what + ": " + left.size() + " events " + left + "\nagainst " + right.size() + " "
                    + right);
        }
    }
}

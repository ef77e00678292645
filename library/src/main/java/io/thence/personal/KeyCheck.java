// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.KeysMissing;
import io.thence.ThenceException.NoStore;
import io.thence.personal.KeySlot.Kind;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.Watch;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the table of keys that counts: its head, and the checksum of each slot. It takes no lock and writes nothing. A
 * slot whose key is being erased at this moment looks like damage, as it does when the process ended within: only what
 * is found again later is damage.
 */
public final class KeyCheck {

    private static final int DAMAGES_MAX = 1_000;
    private static final String ERASING = ", unless it was being erased when the process ended: then the next start"
            + " finishes that";

    private KeyCheck() {}

    /**
     * What was found.
     *
     * @param file    the table that counts, or what should have been it
     * @param slots   slots that are taken
     * @param damages what is wrong, at most {@value #DAMAGES_MAX}; each says its file and offset
     */
    public record Report(String file, long slots, List<ThenceException> damages) {
        public Report {
            damages = List.copyOf(damages);
        }
    }

    /** Whether there is a table of keys on {@code disk}. */
    public static boolean isOn(Disk disk) {
        return !TableFiles.names(disk).isEmpty();
    }

    /**
     * Checks the keys on {@code disk}.
     *
     * @throws KeysMissing if there are none
     */
    public static Report run(World world, Disk disk, Watch watch) {
        while (true) {
            var names = TableFiles.names(disk);
            if (names.isEmpty()) {
                throw new KeysMissing("there is no table of keys in " + disk.place() + ": check the directory");
            }
            try {
                var report = checked(world, disk, names, watch);
                if (report.damages().isEmpty() || TableFiles.names(disk).equals(names)) {
                    return report;
                }
            } catch (NoStore _) {
                // The table has grown meanwhile: each time it is twice as large, so this ends.
            }
        }
    }

    private static Report checked(World world, Disk disk, List<String> names, Watch watch) {
        var damages = new ArrayList<ThenceException>();
        for (var name : names.reversed()) {
            try (var file = disk.open(name, Access.READ)) {
                var table = KeyTable.open(world, name, file);
                if (table.isPresent()) {
                    return new Report(name, slots(table.get(), file.size(), damages, watch), damages);
                }
            } catch (Corrupt | FormatTooNew e) {
                damages.add(e);
            }
        }
        var last = names.getLast();
        if (damages.isEmpty()) {
            damages.add(new Corrupt(last + " at offset 0: the head of the table of keys is gone; restore the keys from"
                    + " their backup"));
        }
        return new Report(last, 0, damages);
    }

    private static long slots(KeyTable table, long total, List<ThenceException> damages, Watch watch) {
        damages.clear(); // of a copy with a higher number, which a crash has left: it does not count
        var slots = new long[1];
        table.each(place -> {
            slots[0]++;
            if (place.slot().kind() == Kind.DAMAGED && damages.size() < DAMAGES_MAX) {
                damages.add(new Corrupt(table.damaged(place.at()).getMessage() + ERASING));
            }
            watch.at(place.at(), total);
        });
        watch.at(total, total);
        return slots[0];
    }
}

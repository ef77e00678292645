// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.ThenceException.BadRequest;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Keeps copies of keys and of data in directories of their own, neither below the other: who is forgotten is so because
 * no copy of the data has the key.
 */
public final class KeysApart {

    private static final String WHY = ": keep keys apart from data, or whoever has a copy of the one has the other too";

    private KeysApart() {}

    /**
     * Looks whether data may be copied to a directory, which need not exist.
     *
     * @throws BadRequest if it lies in a directory of keys, also through links
     */
    public static void refuseForData(Path to) {
        refuse(to, KeyCheck::isOn, "keys of persons");
    }

    /**
     * Looks whether keys may be copied to a directory, which need not exist.
     *
     * @param isData tells a directory of data
     * @throws BadRequest if it lies in one, also through links
     */
    public static void refuseForKeys(Path to, Predicate<Disk> isData) {
        refuse(to, isData, "a store or a backup");
    }

    private static void refuse(Path to, Predicate<Disk> isOn, String what) {
        for (var above : FileDisk.withThoseAbove(to)) {
            try (var disk = new FileDisk(above)) {
                if (isOn.test(disk)) {
                    throw new BadRequest(to + " lies in " + above + ", which holds " + what + WHY);
                }
            }
        }
    }
}

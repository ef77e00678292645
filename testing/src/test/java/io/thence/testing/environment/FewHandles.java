// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.environment;

import io.thence.ThenceException;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends, in a process that may open few files: many more segments than that, then until it is refused because others
 * have taken all handles; then reads all.
 */
public final class FewHandles {

    /** They are small, so that there are soon many. */
    private static final LogSettings SEGMENTS =
            new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 1 << 10, 1 << 10);

    private static final int MANY = 600;

    private FewHandles() {}

    public static void main(String[] arguments) {
        var store = LogStore.open(new SystemWorld(), new FileDisk(Path.of(arguments[0])), SEGMENTS);
        int answered = 0;
        for (; answered < MANY; answered++) {
            store.append(EnvironmentTest.batch(1_000));
        }
        System.out.println(EnvironmentTest.events(store).size() == MANY ? "read many" : "events are missing");
        var taken = takeAll();
        try {
            while (true) {
                store.append(EnvironmentTest.batch(1_000));
                answered++;
            }
        } catch (ThenceException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        System.out.println("answered " + answered + ", " + taken.size() + " handles were free");
        System.out.println(EnvironmentTest.events(store).size() == answered ? "read all" : "events are missing");
        store.close();
    }

    /** Takes all handles that are left, for as long as the list is held. */
    private static List<FileInputStream> takeAll() {
        var taken = new ArrayList<FileInputStream>();
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException _) {
            return taken;
        }
    }
}

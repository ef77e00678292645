// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.environment;

import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.file.Path;

/** Appends, in a process that may open few files, to many more segments than that; then reads all. */
public final class FewHandles {

    /** They are small, so that there are soon many. */
    private static final LogSettings SEGMENTS =
            new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 1 << 10, 1 << 10);

    private static final int MANY = 1_200;

    private FewHandles() {}

    public static void main(String[] arguments) {
        var disk = new FileDisk(Path.of(arguments[0]));
        var store = LogStore.open(new SystemWorld(), disk, SEGMENTS);
        int answered = 0;
        for (; answered < MANY; answered++) {
            store.append(EnvironmentTest.batch(1_000));
        }
        System.out.println(EnvironmentTest.events(store).size() == MANY ? "read all" : "events are missing");
        store.append(EnvironmentTest.batch(1_000));
        System.out.println("answered " + (answered + 1));
        store.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.environment;

import io.thence.ThenceException;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.file.Path;

/** Appends, in a process that may open few files, until it is refused; then reads all. */
public final class FewHandles {

    /** Each segment is kept open: they are small, so that there are soon too many. */
    private static final LogSettings SEGMENTS =
            new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 1 << 10, 1 << 10);

    private static final int WARM = 12;

    private FewHandles() {}

    public static void main(String[] arguments) {
        var store = LogStore.open(new SystemWorld(), new FileDisk(Path.of(arguments[0])), SEGMENTS);
        int answered = 0;
        for (; answered < WARM; answered++) {
            store.append(EnvironmentTest.batch(1_000));
        }
        EnvironmentTest.events(store); // later, a class that is first used would need a handle too
        try {
            while (true) {
                store.append(EnvironmentTest.batch(1_000));
                answered++;
            }
        } catch (ThenceException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        System.out.println("answered " + answered);
        System.out.println(EnvironmentTest.events(store).size() == answered ? "read all" : "events are missing");
        store.close();
    }
}

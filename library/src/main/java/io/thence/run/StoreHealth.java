// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.log.LogStore;
import io.thence.supervise.DiskWatch;
import io.thence.supervise.Supervisor;
import java.util.ArrayList;
import java.util.List;

/**
 * How the store of a deployment is. From any thread.
 *
 * @param store  it
 * @param disk   looks at its disk
 * @param system watches over what belongs to no application
 */
record StoreHealth(LogStore store, DiskWatch disk, Supervisor system) {

    /** What has come to its end, each in a sentence. */
    List<String> ended() {
        var ended = new ArrayList<>(system.gaveUp().values());
        store.failure().ifPresent(why -> ended.add("the store takes nothing more (" + why.getMessage()
                + "): mend that and start the application again"));
        return ended;
    }

    /** What it does not do now, each in a sentence. */
    List<String> lacking() {
        return store.isOutOfRoom() ? List.of("the store has no room: free some; what waits is written then")
                : List.of();
    }

    /** What is to be looked at, each in a sentence. */
    List<String> warnings() {
        var warnings = new ArrayList<>(system.restarting());
        disk.low().ifPresent(free -> warnings.add("the disk has " + free + " free bytes, and should have "
                + disk.minBytes() + ": make room"));
        return warnings;
    }
}

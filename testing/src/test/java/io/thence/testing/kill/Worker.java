// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.kill;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.Durability;
import io.thence.store.NewEvent;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Appends without end and prints each answer, until it is killed. */
public final class Worker {

    /** Segments and lists so small that the log rolls and the index is written down and merged all the time. */
    static final LogSettings SETTINGS = new LogSettings(32 << 10, 8 << 10, 8 << 10, 16, 64, 4 << 10, 1 << 6);

    private static final int CALLERS = 4;

    private Worker() {}

    public static void main(String[] arguments) {
        var store = LogStore.open(new SystemWorld(), new FileDisk(Path.of(arguments[0])), SETTINGS);
        for (int caller = 0; caller < CALLERS; caller++) {
            var name = arguments[1] + "-" + caller;
            Thread.ofPlatform().start(() -> append(store, name));
        }
    }

    private static void append(LogStore store, String name) {
        for (int i = 0; ; i++) {
            var id = name + "-" + i;
            int count = 1 + i % 3;
            var event = NewEvent.of("type", 1, List.of(new KeyValue("account", "a" + i % 50)),
                    ("{\"n\":\"" + "x".repeat(i % 200) + "\"}").getBytes(StandardCharsets.UTF_8));
            var append = Append.of(Collections.nCopies(count, event), Origin.of(id + "of" + count))
                    .of(new Command(new CommandId(id), ContentHash.sha256(new byte[0])))
                    .answered(i % 2 == 0 ? Durability.FLUSHED : Durability.WRITTEN);
            if (store.append(append) instanceof Committed) {
                synchronized (System.out) {
                    System.out.println(id);
                    System.out.flush();
                }
            }
        }
    }
}

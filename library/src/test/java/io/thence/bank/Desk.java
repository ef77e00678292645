// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import io.thence.Application;
import io.thence.Event;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Send;
import io.thence.command.CommandPath;
import io.thence.command.Folder;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.personal.Privacy;
import io.thence.processor.DeadLetterEvent;
import io.thence.snapshot.Snapshots;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.Disk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.util.List;

/** The writing side of an application on a log: what a test sends commands through. */
public record Desk(World world, EventStore store, EventCodec codec, Folder folder, CommandPath commands)
        implements AutoCloseable {

    private static final long HOT_BYTES = 1 << 20;

    /** Opens the log on {@code disk} for the bank. */
    public static Desk open(Disk disk) {
        var world = new SystemWorld();
        return on(Bank.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), HOT_BYTES);
    }

    /** A desk for {@code application} on an open store. */
    public static Desk on(Application application, EventStore store, long hotBytes) {
        var world = new SystemWorld();
        var ports = Ports.of(application, world, store, Privacy.NONE);
        var folder = new Folder(ports, hotBytes, Snapshots.none());
        return new Desk(world, store, ports.codec(), folder, new CommandPath(application, ports, folder));
    }

    /** What a machine works through that has a world of its own. */
    public Ports in(World other) {
        return new Ports(other, store, codec);
    }

    /** Another desk on the same store, which knows nothing of this one's hot states. */
    public Desk besides() {
        return on(Bank.APPLICATION, store, HOT_BYTES);
    }

    /** Sends a command as one of its own. */
    public Outcome send(Object command) {
        return commands.send(command, Send.ONCE);
    }

    /** Sends a command under an id. */
    public Outcome send(String id, Object command) {
        return commands.send(command, Send.as(id));
    }

    public long balance(String account) {
        return folder.state(Bank.BALANCE, account);
    }

    public long head() {
        return store.head().number();
    }

    /** All events of the log, without what parts say of themselves. */
    public List<? extends Event<?>> events() {
        try (var reader = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)) {
            return reader.list(Integer.MAX_VALUE).stream()
                    .filter(event -> !DeadLetterEvent.TYPES.has(event.type())).map(codec::decode).toList();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}

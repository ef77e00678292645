// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.ThenceException.Corrupt;
import io.thence.personal.KeySlot.Kind;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One file of keys: a hash table with open addressing. A key lies in one of the {@value #WINDOW} slots that begin at
 * its home, wherever one was free, so finding one is one read of 4 KiB; when a window is full, the table must grow.
 * Nothing is ever moved within a table, and a slot that was taken stays taken.
 */
final class KeyTable {

    static final String FOLDER = "table";

    /** How many slots are looked at; a table has so many more than homes. */
    static final int WINDOW = 64;

    private static final int WINDOW_BYTES = WINDOW * KeySlot.BYTES;
    private static final int CHUNK_BYTES = 1 << 16;

    private final World world;
    private final String name;
    private final DiskFile file;
    private final TableHead head;

    private KeyTable(World world, String name, DiskFile file, TableHead head) {
        this.world = world;
        this.name = name;
        this.file = file;
        this.head = head;
    }

    /** A slot with the offset at which it lies. */
    record Place(long at, KeySlot slot) {}

    /** The table in {@code file}, which was opened as {@code name}, if it ever became one. */
    static Optional<KeyTable> open(World world, String name, DiskFile file) {
        var in = ByteBuffer.allocate(TableHead.BYTES);
        file.fill(in, 0);
        var head = TableHead.read(in.flip(), file.name());
        if (head.isPresent() && file.size() < bytes(head.get().bits())) {
            throw new Corrupt(file.name() + " at offset " + file.size() + ": the table of keys ends there, and should"
                    + " have " + bytes(head.get().bits()) + " bytes; restore the keys from their backup");
        }
        return head.map(read -> new KeyTable(world, name, file, read));
    }

    /** A table in a new file, which does not count before {@link #begin}. */
    static KeyTable create(World world, Disk disk, String name, TableHead head) {
        var file = disk.open(name, Access.CREATE);
        try {
            file.allocate(0, bytes(head.bits()));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        return new KeyTable(world, name, file, head);
    }

    private static long bytes(int bits) {
        return TableHead.BYTES + ((1L << bits) + WINDOW) * KeySlot.BYTES;
    }

    /** Makes it count: what was written before is safe then. */
    void begin(Disk disk) {
        flush();
        file.write(head.write(), 0);
        flush();
        disk.flushFolder(FOLDER);
    }

    String name() {
        return name;
    }

    TableHead head() {
        return head;
    }

    void close() {
        file.close();
    }

    /**
     * The slot of {@code ref}, whatever has become of it.
     *
     * @throws Corrupt if it is not there and may be one that is damaged
     */
    Optional<Place> find(SubjectRef ref) {
        long home = home(ref);
        var window = read(home, WINDOW_BYTES);
        long near = -1;
        for (int at = 0; at < WINDOW_BYTES; at += KeySlot.BYTES) {
            var slot = KeySlot.read(window, at);
            if (slot.kind() != Kind.FREE && slot.ref().equals(ref)) {
                return Optional.of(new Place(home + at, slot));
            }
            if (slot.kind() == Kind.DAMAGED && slot.ref().isNear(ref)) {
                near = home + at;
            }
        }
        if (near >= 0) {
            throw damaged(near);
        }
        return Optional.empty();
    }

    /** Where {@code ref} can be put; empty if the table must grow. */
    Optional<Long> room(SubjectRef ref) {
        long home = home(ref);
        var window = read(home, WINDOW_BYTES);
        for (int at = 0; at < WINDOW_BYTES; at += KeySlot.BYTES) {
            if (KeySlot.read(window, at).kind() == Kind.FREE) {
                return Optional.of(home + at);
            }
        }
        return Optional.empty();
    }

    private long home(SubjectRef ref) {
        return TableHead.BYTES + ref.home(head.bits()) * KeySlot.BYTES;
    }

    private ByteBuffer read(long at, int bytes) {
        var in = ByteBuffer.allocate(bytes);
        if (file.fill(in, at) < bytes) {
            throw new Corrupt(file.name() + " at offset " + at + ": the table of keys ends too early;"
                    + " restore the keys from their backup");
        }
        return in.flip();
    }

    Corrupt damaged(long at) {
        return new Corrupt(file.name() + " at offset " + at + ": this slot is damaged, and with it one person's key;"
                + " restore the keys from their backup");
    }

    void write(ByteBuffer slot, long at) {
        file.write(slot.duplicate().rewind(), at);
    }

    /** The number of the last erasure that is done here. */
    long done() {
        var in = TableHead.roomForDone();
        file.fill(in, TableHead.DONE_AT);
        return TableHead.readDone(in.flip());
    }

    void write(long done) {
        file.write(TableHead.done(done), TableHead.DONE_AT);
    }

    /** Waits until all that was written survives a crash. */
    void flush() {
        file.flush(world);
    }

    /** Goes through all slots that are taken, in their order. */
    void each(Consumer<Place> places) {
        long end = bytes(head.bits());
        for (long at = TableHead.BYTES; at < end; at += CHUNK_BYTES) {
            int bytes = (int) Math.min(CHUNK_BYTES, end - at);
            var chunk = read(at, bytes);
            for (int slot = 0; slot < bytes; slot += KeySlot.BYTES) {
                var taken = KeySlot.read(chunk, slot);
                if (taken.kind() != Kind.FREE) {
                    places.accept(new Place(at + slot, taken));
                }
            }
        }
    }
}

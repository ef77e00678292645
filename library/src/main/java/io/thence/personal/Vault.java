// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.KeyValue;
import io.thence.ThenceException.KeysMissing;
import io.thence.personal.KeySlot.Kind;
import io.thence.world.Disk;
import io.thence.world.Turn;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of persons, on a disk of their own, and the store's secret. A key is safe on the device before something is
 * sealed under it; erasing it overwrites it in place. All methods may be called from any thread.
 *
 * <p>What changes the table has the turn, and may wait for the disk. What reads it has the lock, under which the bytes
 * that others read and the keys at hand change together: so no reader brings back a key that is being erased. Keys at
 * hand are bounded; all others are found by one read.
 *
 * <p>What it cannot promise: a device may keep the bytes that were overwritten (wear levelling, journals, snapshots of
 * the file system), and the memory of the process may hold a key for a while after.
 */
public final class Vault implements AutoCloseable {

    private static final int AT_HAND_MAX = 10_000;
    private static final String SUBJECT = "thence subject";

    private final World world;
    private final Disk disk;
    private final TableFiles files;
    private final Turn turn;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<KeyValue, Standing> atHand = new LinkedHashMap<>(16, 0.75f, true);
    private final Cover cover;
    private volatile KeyTable table;
    /** The one that is being erased: until its slot says so, the table is not asked. */
    private @Nullable SubjectRef erasing;

    private Vault(World world, Disk disk, TableFiles files, KeyTable table) {
        this.world = world;
        this.disk = disk;
        this.files = files;
        this.table = table;
        turn = new Turn(world);
        cover = new Cover(table.head().secret());
    }

    /**
     * Opens the keys of a log; makes them if it does not know of any yet.
     *
     * @param log   the log's id
     * @param known the id of the keys that it knows of
     * @throws KeysMissing                       if those are not there
     * @throws io.thence.ThenceException.Corrupt if they are damaged; it has file and offset
     */
    public static Vault open(World world, Disk disk, UUID log, Optional<UUID> known) {
        var files = new TableFiles(world, disk, log);
        return new Vault(world, disk, files, files.open(known));
    }

    /** The id of these keys. */
    public UUID id() {
        return table.head().id();
    }

    /** How values are filed. */
    Cover cover() {
        return cover;
    }

    private SubjectRef ref(KeyValue subject, int generation) {
        var hmac = cover.hmac(SUBJECT, subject.key().getBytes(StandardCharsets.UTF_8),
                subject.value().getBytes(StandardCharsets.UTF_8));
        return SubjectRef.of(hmac, generation);
    }

    byte[] secretBytes(int count) {
        return world.secret(count);
    }

    /**
     * The key under which what is new about a person is stored.
     *
     * @param subject the person, as it is filed
     */
    Standing keyFor(KeyValue subject) {
        var standing = standing(subject);
        return standing.seals() ? standing : madeElsewhere(subject);
    }

    /**
     * On a thread of its own: who sends a command may be interrupted, and Java closes a file that an interrupted thread
     * writes, under all others.
     */
    private Standing madeElsewhere(KeyValue subject) {
        var making = new FutureTask<>(() -> made(subject));
        world.fork("make-key", making).stop();
        if (making.state() == Future.State.SUCCESS) {
            return making.resultNow();
        }
        switch (making.exceptionNow()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /**
     * The key of a generation; empty if it is erased.
     *
     * @throws KeysMissing if there never was one here
     */
    Optional<byte[]> key(KeyValue subject, int generation) {
        lock.lock();
        try {
            var standing = standing(subject);
            if (generation == standing.generation()) {
                return standing.key();
            }
            return key(ref(subject, generation)).orElseThrow(() -> new KeysMissing(
                    "the key of generation " + generation + " of a value of '" + subject.key() + "' is not in "
                            + disk.place() + ": these keys are older than the log; restore the newest backup of that"
                            + " directory")).key();
        } finally {
            lock.unlock();
        }
    }

    /** The generation of a person's latest key, if it is not erased. */
    public Optional<Integer> generation(KeyValue subject) {
        var standing = standing(subject);
        return standing.key().map(_ -> standing.generation());
    }

    /** The generation of a person's latest key, erased or not; 0 if there never was one. */
    public int latest(KeyValue subject) {
        return standing(subject).generation();
    }

    private Standing standing(KeyValue subject) {
        lock.lock();
        try {
            var known = atHand.get(subject);
            if (known == null) {
                known = Standing.UNKNOWN;
                var next = key(ref(subject, 1));
                while (next.isPresent()) {
                    known = next.get();
                    next = key(ref(subject, known.generation() + 1));
                }
                remember(subject, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** What the table has of one generation; empty if nothing. */
    private Optional<Standing> key(SubjectRef ref) {
        if (ref.equals(erasing)) {
            return Optional.of(Standing.erased(ref.generation()));
        }
        return table.find(ref).map(place -> switch (place.slot().kind()) {
            case KEY -> new Standing(ref.generation(), Optional.of(place.slot().key()), place.slot().isLive());
            case FREE, ERASED -> Standing.erased(ref.generation());
            case DAMAGED -> throw table.damaged(place.at());
        });
    }

    private void remember(KeyValue subject, Standing standing) {
        atHand.put(subject, standing);
        if (atHand.size() > AT_HAND_MAX) {
            atHand.pollFirstEntry();
        }
    }

    /** A new key, on the device; also one that was prepared before and whose flush failed, or may have. */
    private Standing made(KeyValue subject) {
        turn.take();
        try {
            var before = standing(subject);
            if (before.seals()) {
                return before;
            }
            files.settle();
            int generation = before.key().isPresent() ? before.generation() : before.generation() + 1;
            var key = before.key().orElseGet(() -> world.secret(Ciphers.KEY_BYTES));
            var ref = ref(subject, generation);
            var place = table.find(ref);
            long at = place.isPresent() ? place.get().at() : room(ref);
            // Written anew if it is there: after a failed flush the device may lack what the next one takes for saved.
            write(KeySlot.prepared(ref, key), at, subject, new Standing(generation, Optional.of(key), false));
            table.flush();
            var made = new Standing(generation, Optional.of(key), true);
            write(KeySlot.live(ref, key), at, subject, made);
            return made;
        } finally {
            turn.give();
        }
    }

    private long room(SubjectRef ref) {
        var room = table.room(ref);
        while (room.isEmpty()) {
            grow();
            room = table.room(ref);
        }
        return room.get();
    }

    private void grow() {
        var old = table;
        var grown = files.grown(old);
        lock.lock();
        try {
            table = grown;
        } finally {
            lock.unlock();
        }
        files.retire(old);
    }

    private void write(ByteBuffer slot, long at, KeyValue subject, Standing standing) {
        lock.lock();
        try {
            table.write(slot, at);
            remember(subject, standing);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Erases the key of a generation; it need not have been there. Doing it again does no harm.
     *
     * @param subject the person, as it is filed
     * @param number  of the erasure, in the list of them
     */
    public void erase(KeyValue subject, int generation, long number) {
        turn.take();
        try {
            files.settle();
            var ref = ref(subject, generation);
            var place = table.find(ref);
            long at = place.isPresent() ? place.get().at() : room(ref);
            if (place.isEmpty() || place.get().slot().kind() != Kind.ERASED) {
                begin(subject, ref, at);
                table.flush();
            }
            end(ref, at); // again too: a flush that failed may have lost it
            table.write(number);
            table.flush();
        } finally {
            turn.give();
        }
    }

    private void begin(KeyValue subject, SubjectRef ref, long at) {
        lock.lock();
        try {
            erasing = ref;
            table.write(ByteBuffer.wrap(world.secret(Ciphers.KEY_BYTES)), at + KeySlot.KEY_AT);
            atHand.remove(subject);
        } finally {
            lock.unlock();
        }
    }

    private void end(SubjectRef ref, long at) {
        lock.lock();
        try {
            table.write(KeySlot.erased(ref, world.now().toEpochMilli()), at);
            erasing = null;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last erasure that is done in these files; 0 if that is not known. */
    public long erased() {
        return table.done();
    }

    @Override
    public void close() {
        table.close();
    }
}

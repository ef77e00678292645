// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.KeysMissing;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the table of keys: the one that counts has the highest number of those with a head. Growing copies it to
 * the next number; then the old one is overwritten and removed, so that no key outlives its erasure there. A crash may
 * leave a copy without a head, or an old one that is not overwritten yet: opening overwrites and removes them.
 */
final class TableFiles {

    private static final Pattern NAME = Pattern.compile("\\d{10}\\.keys");
    private static final int DIGITS = 10;
    private static final int BITS_FIRST = 10;
    private static final int CHUNK_BYTES = 1 << 16;

    private final World world;
    private final Disk disk;
    private final UUID log;
    /** A file beside the table that has keys in it, or may count at the next opening; for who changes the table. */
    private Optional<String> leftOver = Optional.empty();

    /** The files on {@code disk} that belong to {@code log}. */
    TableFiles(World world, Disk disk, UUID log) {
        this.world = world;
        this.disk = disk;
        this.log = log;
    }

    /**
     * Opens the table that counts, or makes one if the log does not know of any keys yet.
     *
     * @param known the id of the keys that the log knows of
     * @throws KeysMissing if those that it knows of are not there
     */
    KeyTable open(Optional<UUID> known) {
        var names = new ArrayList<>(names(disk));
        var torn = new ArrayList<String>();
        var table = Optional.<KeyTable>empty();
        while (table.isEmpty() && !names.isEmpty()) {
            var name = names.removeLast();
            table = open(name, names.isEmpty() && known.isPresent());
            if (table.isEmpty()) {
                torn.add(name);
            }
        }
        if (table.isEmpty() && known.isPresent()) {
            throw missing(torn);
        }
        var open = table.orElseGet(() -> first(torn));
        refuseStranger(open, known);
        torn.forEach(this::wipe);
        names.forEach(this::wipe);
        return open;
    }

    /** The files on {@code disk}, the newest last. */
    static List<String> names(Disk disk) {
        return disk.list(KeyTable.FOLDER).stream().filter(name -> NAME.matcher(name).matches())
                .map(name -> KeyTable.FOLDER + "/" + name).toList();
    }

    private ThenceException missing(List<String> torn) {
        return torn.isEmpty()
                ? new KeysMissing("the keys of the personal data in this log are not in " + disk.place()
                        + ": restore that directory from its own backup; without it nobody can read what is personal")
                : new Corrupt(disk.place() + "/" + torn.getFirst() + " at offset 0: the head of the table of keys is"
                        + " gone; restore the keys from their backup");
    }

    /** The table in a file; empty if a crash came before it became one, which the last that is left never is. */
    private Optional<KeyTable> open(String name, boolean last) {
        var file = disk.open(name, Access.WRITE);
        try {
            var table = KeyTable.open(world, name, file);
            if (table.isEmpty()) {
                file.close();
            }
            return table;
        } catch (Corrupt e) {
            file.close();
            if (last) {
                throw e;
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private KeyTable first(List<String> torn) {
        var name = torn.isEmpty() ? KeyTable.FOLDER + "/0000000001.keys" : after(torn.getFirst());
        var head = new TableHead(world.newId(), log, BITS_FIRST, world.secret(Ciphers.KEY_BYTES));
        var table = KeyTable.create(world, disk, name, head);
        table.begin(disk);
        return table;
    }

    private static String after(String name) {
        int from = KeyTable.FOLDER.length() + 1;
        int number = Integer.parseInt(name, from, from + DIGITS, 10);
        return KeyTable.FOLDER + String.format(Locale.ROOT, "/%010d.keys", number + 1);
    }

    private void refuseStranger(KeyTable table, Optional<UUID> known) {
        var head = table.head();
        if (!head.log().equals(log) || !known.orElse(head.id()).equals(head.id())) {
            table.close();
            throw new KeysMissing("the keys in " + disk.place() + " are " + head.id() + " of log " + head.log()
                    + ", not those of this log, which is " + log + known.map(id -> " and has " + id).orElse("")
                    + ": restore the directory of keys that belongs to it");
        }
    }

    /** A copy of {@code table} with more room, which counts now. The old one is still there: {@link #retire} it. */
    KeyTable grown(KeyTable table) {
        var name = after(table.name());
        for (int bits = table.head().bits() + 1; ; bits++) {
            leftOver = Optional.of(name);
            var grown = KeyTable.create(world, disk, name, table.head().of(bits));
            try {
                if (copied(table, grown)) {
                    grown.write(table.done());
                    grown.begin(disk);
                    leftOver = Optional.empty();
                    return grown;
                }
            } catch (RuntimeException e) {
                Closing.after(e, Stream.of(grown::close));
                throw e;
            }
            grown.close();
            settle();
        }
    }

    /** Removes a table in whose place another has come; where that fails, {@link #settle} does it later. */
    void retire(KeyTable old) {
        leftOver = Optional.of(old.name());
        old.close();
        settle();
    }

    /** Removes what is left over: keys that are erased in the table would outlive that there. */
    void settle() {
        if (leftOver.isPresent() && names(disk).contains(leftOver.get())) {
            wipe(leftOver.get());
        }
        leftOver = Optional.empty();
    }

    private static boolean copied(KeyTable table, KeyTable grown) {
        var all = new AtomicBoolean(true);
        table.each(place -> grown.room(place.slot().ref())
                .ifPresentOrElse(at -> grown.write(place.slot().copy(), at), () -> all.set(false)));
        return all.get();
    }

    /** Overwrites a file, waits until that is safe, and removes it. */
    private void wipe(String name) {
        try (var file = disk.open(name, Access.WRITE)) {
            long end = file.size();
            for (long at = 0; at < end; at += CHUNK_BYTES) {
                file.write(ByteBuffer.wrap(world.secret((int) Math.min(CHUNK_BYTES, end - at))), at);
            }
            file.flush(world);
        }
        disk.delete(name);
        disk.flushFolder(KeyTable.FOLDER);
    }
}

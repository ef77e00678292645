// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Which files the index consists of, and up to where in the log they go. Each change writes a new manifest; the one
 * with the highest number that is whole counts.
 *
 * <pre>
 *  0  "THENCEIM"
 *  8  u32  format version
 * 12  u32  CRC32C of the format version and of everything after this field
 * 16       id of the log | u64 next number of a run | u32 length | bookmark | u32 count | places | u16 count | runs
 * </pre>
 *
 * @param number   of the manifest
 * @param log      id of the log
 * @param nextRun  the number that the next run gets
 * @param bookmark where the log goes on, in the log's own words; empty for the beginning
 * @param places   where each segment's blocks begin in the file of places
 * @param runs     numbers of the runs, the oldest first
 */
record Manifest(long number, UUID log, long nextRun, byte[] bookmark, int[] places, List<Long> runs) {

    private static final long MAGIC = 0x5448_454E_4345_494DL;
    private static final int VERSION = 3;
    private static final String SUFFIX = ".manifest";
    private static final Pattern NAME = Pattern.compile("\\d{12}\\.manifest");
    private static final int VERSION_AT = 8;
    private static final int BODY = 16;
    private static final int BYTES_MAX = 64 << 20;

    /** With one more run begun. */
    Manifest begun() {
        return new Manifest(number, log, nextRun + 1, bookmark, places, runs);
    }

    /** The next one, which has these runs. */
    Manifest next(List<Long> other) {
        return new Manifest(number + 1, log, nextRun, bookmark, places, other);
    }

    /** The same, up to {@code mark} in the log. */
    Manifest upTo(Mark mark) {
        return new Manifest(number, log, nextRun, mark.bookmark(), mark.places(), runs);
    }

    /** How far an index goes. */
    record Mark(byte[] bookmark, int[] places) {}

    String name() {
        return InvertedIndex.FOLDER + "/" + String.format(Locale.ROOT, "%012d", number) + SUFFIX;
    }

    static boolean isName(String file) {
        return NAME.matcher(file).matches();
    }

    static long number(String file) {
        return Long.parseLong(file.substring(0, file.length() - SUFFIX.length()));
    }

    ByteBuffer write() {
        var out = new ByteWriter(256).u64(MAGIC).u32(VERSION).u32(0);
        out.u64(log.getMostSignificantBits()).u64(log.getLeastSignificantBits()).u64(nextRun);
        out.u32(bookmark.length).raw(bookmark).u32(places.length);
        for (int place : places) {
            out.u32(place);
        }
        out.u16(runs.size());
        runs.forEach(out::u64);
        var bytes = out.toArray();
        out.patch32(12, checksum(bytes));
        return ByteBuffer.wrap(out.toArray());
    }

    static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, VERSION_AT, Integer.BYTES);
        crc.update(bytes, BODY, bytes.length - BODY);
        return (int) crc.getValue();
    }

    /**
     * Reads manifest {@code number}.
     *
     * @throws Corrupt      if it is not whole, or of an older format
     * @throws FormatTooNew if a newer version wrote it
     */
    static Manifest read(Disk disk, String file) {
        long number = number(file);
        var name = InvertedIndex.FOLDER + "/" + file;
        try (var from = disk.open(name, Access.READ)) {
            var bytes = new byte[(int) Math.min(BYTES_MAX, from.size())];
            from.fill(ByteBuffer.wrap(bytes), 0);
            return read(number, bytes, name);
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            throw damaged(name);
        }
    }

    private static Manifest read(long number, byte[] bytes, String name) {
        if (bytes.length < BODY) {
            throw damaged(name);
        }
        var in = new ByteReader(ByteBuffer.wrap(bytes), 0);
        if (in.u64() != MAGIC) {
            throw damaged(name);
        }
        int version = in.u32();
        if (in.u32() != checksum(bytes)) {
            throw damaged(name);
        }
        if (version > VERSION) {
            throw new FormatTooNew(name + " has format " + version + ", this version reads up to " + VERSION
                    + ": use the version that wrote it, or a newer one");
        }
        if (version < VERSION) {
            throw new Corrupt(name + " has format " + version + ", which is not read any more;"
                    + " the index is made anew from the log");
        }
        var log = new UUID(in.u64(), in.u64());
        long nextRun = in.u64();
        var bookmark = in.raw(in.u32());
        var places = new int[in.count(Integer.BYTES)];
        for (int i = 0; i < places.length; i++) {
            places[i] = in.u32();
        }
        var runs = new ArrayList<Long>();
        for (int left = in.u16(); left > 0; left--) {
            runs.add(in.u64());
        }
        return new Manifest(number, log, nextRun, bookmark, places, List.copyOf(runs));
    }

    private static Corrupt damaged(String name) {
        return new Corrupt(name + ": this list of the index's files is damaged; the index is made anew from the log");
    }
}

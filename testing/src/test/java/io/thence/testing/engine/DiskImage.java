// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The files of a log at one moment, to be damaged and put on a new disk.
 *
 * @param files bytes by name
 */
record DiskImage(TreeMap<String, byte[]> files) {

    static final String FOLDER = "log";

    /** The files of a log, but for one that is only made ready. */
    static DiskImage of(Disk disk) {
        var files = new TreeMap<String, byte[]>();
        for (var name : Kept.files(disk)) {
            try (var file = disk.open(FOLDER + "/" + name, Access.READ)) {
                var bytes = ByteBuffer.allocate((int) file.size());
                file.read(bytes, 0);
                files.put(FOLDER + "/" + name, bytes.array());
            }
        }
        return new DiskImage(files);
    }

    MemoryDisk onDisk() {
        var disk = new MemoryDisk();
        files.forEach((name, bytes) -> {
            try (var file = disk.open(name, Access.CREATE)) {
                file.write(ByteBuffer.wrap(bytes), 0);
            }
        });
        return disk;
    }

    String last() {
        return files.lastKey();
    }

    byte[] bytes(String name) {
        return files.get(name).clone();
    }

    DiskImage with(String name, byte[] bytes) {
        var changed = new TreeMap<>(files);
        changed.put(name, bytes);
        return new DiskImage(changed);
    }

    DiskImage without(String name) {
        var changed = new TreeMap<>(files);
        changed.remove(name);
        return new DiskImage(changed);
    }

    /** With one byte of a file changed. */
    DiskImage flipped(String name, int offset, int bits) {
        var bytes = bytes(name);
        bytes[offset] ^= (byte) bits;
        return with(name, bytes);
    }

    /** The offsets at which the frames of a file start, and that at which the last one ends. */
    List<Integer> frames(String name) {
        var bytes = ByteBuffer.wrap(files.get(name));
        var offsets = new ArrayList<Integer>();
        int at = 64;
        offsets.add(at);
        while (at + 4 <= bytes.limit() && bytes.getInt(at) > 0) {
            at += bytes.getInt(at);
            offsets.add(at);
        }
        return offsets;
    }

    static byte[] cut(byte[] bytes, int at) {
        return Arrays.copyOf(bytes, at);
    }

    static byte[] filled(byte[] bytes, int from, int with) {
        var filled = bytes.clone();
        Arrays.fill(filled, from, filled.length, (byte) with);
        return filled;
    }
}

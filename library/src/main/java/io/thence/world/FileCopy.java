// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk.Access;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * Copies files from disk to disk. What is there already and right is not written again, so a copy that was interrupted
 * goes on, and one that is repeated only reads. For one thread.
 */
public final class FileCopy {

    private static final int CHUNK = 1 << 20;

    private final World world;
    private final LongConsumer watch;
    private final ByteBuffer wanted = ByteBuffer.allocate(CHUNK);
    private final ByteBuffer there = ByteBuffer.allocate(CHUNK);

    /**
     * Will copy.
     *
     * @param watch told of each piece how many bytes it has
     */
    public FileCopy(World world, LongConsumer watch) {
        this.world = world;
        this.watch = watch;
    }

    /**
     * Makes {@code name} on {@code to} the first {@code bytes} of {@code from}, and waits until that is sure to survive
     * a crash; its folder is not flushed.
     *
     * @return the SHA-256 of them, in hexadecimal
     * @throws Corrupt if {@code from} is shorter
     */
    public String copy(ReadableFile from, long bytes, Disk to, String name) {
        var sha256 = copyOver(from, bytes, to, name);
        cut(to, name, bytes);
        return sha256;
    }

    /** Cuts a file at {@code bytes}, if it is longer. */
    public void cut(Disk disk, String name, long bytes) {
        try (var file = disk.open(name, Access.WRITE)) {
            if (file.size() > bytes) {
                file.truncate(bytes);
                file.flush(world);
            }
        }
    }

    /** The same as {@link #copy}, but what {@code name} has beyond {@code bytes} stays. */
    public String copyOver(ReadableFile from, long bytes, Disk to, String name) {
        var digest = sha256();
        try (var target = target(to, name)) {
            for (long at = 0; at < bytes; at += CHUNK) {
                read(from, at, Math.min(CHUNK, bytes - at));
                digest.update(wanted.duplicate());
                target.read(there.clear(), at);
                if (!there.flip().limit(Math.min(there.limit(), wanted.limit())).equals(wanted)) {
                    target.write(wanted.duplicate(), at);
                }
                watch.accept(wanted.limit());
            }
            target.flush(world);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether {@code name} has the first {@code bytes} of {@code from}; not where there is no such file. */
    public boolean isCopy(ReadableFile from, long bytes, Disk disk, String name) {
        try (var file = disk.open(name, Access.READ)) {
            for (long at = 0; at < bytes; at += CHUNK) {
                read(from, at, Math.min(CHUNK, bytes - at));
                file.fill(there.clear().limit(wanted.limit()), at);
                if (!there.flip().equals(wanted)) {
                    return false;
                }
            }
            return true;
        } catch (NoStore _) {
            return false;
        }
    }

    private static DiskFile target(Disk to, String name) {
        try {
            return to.open(name, Access.WRITE);
        } catch (NoStore _) {
            return to.open(name, Access.CREATE);
        }
    }

    /** The SHA-256 of the first {@code bytes} of a file, in hexadecimal. */
    public String sha256(ReadableFile file, long bytes) {
        var digest = sha256();
        for (long at = 0; at < bytes; at += CHUNK) {
            read(file, at, Math.min(CHUNK, bytes - at));
            digest.update(wanted.duplicate());
            watch.accept(wanted.limit());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void read(ReadableFile file, long at, long count) {
        wanted.clear().limit((int) count);
        if (file.fill(wanted, at) < count) {
            throw new Corrupt(file.name() + " at offset " + at + ": the file ends here or soon after, and should not;"
                    + " run verify");
        }
        wanted.flip();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes a small file as a whole, and waits until it is sure to survive a crash; its folder is not flushed. */
    public void write(byte[] content, Disk to, String name) {
        to.delete(name);
        try (var file = to.open(name, Access.CREATE)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.flush(world);
        }
    }
}

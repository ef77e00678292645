// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;

/** A file of blocks, read through the cache. Any thread. */
final class BlockFile implements AutoCloseable {

    private final DiskFile file;
    private final long number;
    private final BlockCache cache;
    private final int blockBytes;

    /** A file whose number, which no other file of the cache has, is {@code number}. */
    BlockFile(DiskFile file, long number, BlockCache cache, int blockBytes) {
        this.file = file;
        this.number = number;
        this.cache = cache;
        this.blockBytes = blockBytes;
    }

    /** How many whole blocks it has. */
    int blocks() {
        return (int) (file.size() / blockBytes);
    }

    /**
     * The block at {@code at}, which is of {@code kind}.
     *
     * @throws io.thence.ThenceException.Corrupt if it is not
     */
    Block read(int at, int kind) {
        var known = cache.get(number, at);
        if (known != null && known.kind() == kind) {
            return known;
        }
        var block = readOnce(at, kind);
        cache.put(number, at, block);
        return block;
    }

    /** The same past the cache, for what will not be asked for again. */
    Block readOnce(int at, int kind) {
        if (at < 0) {
            throw new Corrupt(file.name() + ": there is no block " + at
                    + "; the index is made anew from the log when the store is opened for writing again");
        }
        var block = new Block(blockBytes);
        file.fill(ByteBuffer.wrap(block.bytes()), (long) at * blockBytes);
        return block.check(number, at, kind, file.name());
    }

    @Override
    public void close() {
        file.close();
    }
}

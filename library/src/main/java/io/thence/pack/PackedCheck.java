// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.ThenceException;
import io.thence.world.ReadableFile;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks all that a packed file stores, and reads its content in spite of damage: a block that cannot be read is zeros.
 * For one thread.
 */
public final class PackedCheck implements ReadableFile {

    private final PackedFile file;
    private final BitSet bad = new BitSet();
    private @Nullable Blocks blocks;

    /** Told what is damaged. */
    @FunctionalInterface
    public interface Watch {
        /** At {@code offset} of the stored file {@code what} is wrong. */
        void damaged(long offset, String what);
    }

    /** Will check {@code file}, and closes it when this is closed. */
    public PackedCheck(PackedFile file) {
        this.file = file;
    }

    /** The file. */
    public PackedFile file() {
        return file;
    }

    /** Checks it all; before that, only the opening can be read. */
    public void run(Watch watch) {
        var sections = file.footer().sections();
        check(sections.blocksEnd(), file::attachment, watch);
        boolean unpacks = check(PackedHead.BYTES, () -> file.sections().dictionary(sections), watch);
        if (!check(sections.table(), () -> file.sections().table(sections), watch) || !unpacks) {
            return;
        }
        var found = file.blocks();
        for (int i = 0; i < found.table().count(); i++) {
            var problem = found.problem(i);
            if (!problem.isEmpty()) {
                bad.set(i);
                watch.damaged(found.table().start(i), problem);
            }
        }
        blocks = found;
    }

    private static boolean check(long offset, Runnable reading, Watch watch) {
        try {
            reading.run();
            return true;
        } catch (ThenceException e) {
            var text = String.valueOf(e.getMessage());
            watch.damaged(offset, text.substring(text.indexOf(": ") + 1).strip());
            return false;
        }
    }

    /** Whether every block can be read. */
    public boolean isReadable() {
        return blocks != null && bad.isEmpty();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public int read(ByteBuffer into, long at) {
        int wanted = (int) Math.max(0, Math.min(into.remaining(), size() - at));
        var readable = blocks;
        for (int done = 0; done < wanted; ) {
            long from = at + done;
            int block = from < PackedHead.OPENING ? -1 : (int) ((from - PackedHead.OPENING) / PackedHead.BLOCK);
            int n = (int) Math.min(wanted - done, Blocks.start(block + 1) - from);
            if (block < 0 || (readable != null && !bad.get(block))) {
                var piece = into.slice(into.position(), n);
                file.fill(piece, from);
                into.position(into.position() + n);
            } else {
                into.put(new byte[n]);
            }
            done += n;
        }
        return wanted;
    }

    @Override
    public void close() {
        file.close();
    }
}

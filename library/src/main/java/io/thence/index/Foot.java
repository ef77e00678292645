// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import java.util.UUID;

/**
 * The last block of a run: what the file is.
 *
 * @param log     id of the log
 * @param id      number, interval and level of the run
 * @param parts   number of the first block that says where the heads of the parts are
 * @param count   how many parts there are
 * @param lists   how many lists there are
 * @param entries how many entries these have
 * @param floors  how many lists have a floor
 */
record Foot(UUID log, RunWriter.RunId id, int parts, int count, long lists, long entries, long floors) {

    static final int END = 96;

    private static final long MAGIC = 0x5448_454E_4345_4958L; // THENCEIX
    private static final int VERSION = 1;

    void write(Block block) {
        block.i64(8, MAGIC);
        block.i32(16, VERSION);
        block.i32(20, id.level());
        block.i64(24, log.getMostSignificantBits());
        block.i64(32, log.getLeastSignificantBits());
        block.i64(40, id.number());
        block.i64(48, id.from());
        block.i64(56, id.to());
        block.i32(64, parts);
        block.i32(68, count);
        block.i64(72, lists);
        block.i64(80, entries);
        block.i64(88, floors);
    }

    static Foot read(Block block, String name) {
        if (block.i64(8) != MAGIC) {
            throw new Corrupt(name + ": this is no part of an index");
        }
        if (block.i32(16) > VERSION) {
            throw new FormatTooNew(name + " has format " + block.i32(16) + ", this version reads up to " + VERSION
                    + ": use the version that wrote it, or a newer one");
        }
        return new Foot(new UUID(block.i64(24), block.i64(32)),
                new RunWriter.RunId(block.i64(40), block.i64(48), block.i64(56), block.i32(20)),
                block.i32(64), block.i32(68), block.i64(72), block.i64(80), block.i64(88));
    }
}

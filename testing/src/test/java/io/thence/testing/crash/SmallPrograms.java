// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.ArrayList;
import java.util.List;

/** All programs of a few operations, the first start of a store before each. */
final class SmallPrograms {

    /** What small programs are made of. */
    enum Operation {
        APPEND, APPEND_WRITTEN, FLUSH, ROLL, SEAL, TRUNCATE, COMPACT, SNAPSHOT, BACKUP, REOPEN;

        Deed deed(long seed) {
            return switch (this) {
                case APPEND -> new Deed.Appends(seed, 1, false);
                case APPEND_WRITTEN -> new Deed.Appends(seed, 1, true);
                case FLUSH -> new Deed.Rest(25);
                case ROLL -> new Deed.Roll(seed, true);
                case SEAL -> new Deed.Seal(seed, false);
                case TRUNCATE -> new Deed.Truncate(seed, false);
                case COMPACT -> new Deed.Compact(seed, true);
                case SNAPSHOT -> new Deed.Snapshot(seed);
                case BACKUP -> new Deed.Backup(seed);
                case REOPEN -> new Deed.Reopen();
            };
        }
    }

    private SmallPrograms() {}

    /** All of one to {@code most} operations. */
    static List<Program> upTo(int most) {
        var all = new ArrayList<Program>();
        extend(List.of(), most, all);
        return all;
    }

    /** Those of three operations that compact a segment, and all of one and two. */
    static List<Program> starts() {
        var all = new ArrayList<Program>();
        upTo(3).stream().filter(program -> program.deeds().size() == 3 && program.deeds().get(1) instanceof Deed.Roll
                && program.deeds().get(2) instanceof Deed.Compact).forEach(all::add);
        all.addAll(upTo(2));
        return all;
    }

    private static void extend(List<Deed> begun, int left, List<Program> all) {
        if (left == 0) {
            return;
        }
        for (var operation : Operation.values()) {
            var deeds = new ArrayList<>(begun);
            deeds.add(operation.deed(7_000L + deeds.size()));
            all.add(new Program(1, deeds));
            extend(deeds, left - 1, all);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.store.Append;
import java.util.BitSet;
import java.util.List;

/**
 * What must be found of a store, whatever has happened to it.
 *
 * @param batches  what may be there: the first of them are
 * @param least    so many of them at least
 * @param gone     positions of events that were removed, and stay so
 * @param removing whether a compaction may have removed more, of what is below its floors
 * @param betrayed whether the disk has told no truth: what was removed may be there, and what said so may not
 */
record Expected(List<Append> batches, int least, BitSet gone, boolean removing, boolean betrayed) {

    /** All of a model's batches at least, and nothing else. */
    static Expected all(Model model, boolean removing) {
        return new Expected(model.batches(), model.batches().size(), model.gone(), removing, false);
    }

    /** The same, of which so many may be enough. */
    Expected least(int other) {
        return new Expected(batches, other, gone, removing, betrayed);
    }
}

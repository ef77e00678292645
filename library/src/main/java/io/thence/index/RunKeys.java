// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Goes through the lists of a run. */
final class RunKeys extends KeyCursor {

    private final Run run;
    private final int parts;
    private final ListEntry entry = new ListEntry();
    private Block head = new Block();
    private Block lists = new Block();
    private int part;
    private int fence;
    private int fences;
    private int at;
    private int end;
    private int given; // blocks of a long list

    RunKeys(Run run, int parts) {
        this.run = run;
        this.parts = parts;
    }

    @Override
    boolean next() {
        if (at < end) {
            at = ListEntry.next(lists, at);
        }
        if (at >= end && !nextBlock()) {
            return false;
        }
        entry.at(lists, at, run.from());
        given = 0;
        at(lists.i64(at + 2), lists.i64(at + 10));
        return true;
    }

    private boolean nextBlock() {
        if (fence == fences) {
            if (part == parts) {
                return false;
            }
            head = run.file().readOnce(run.head(part++), Block.PART);
            fences = head.u16(PartWriter.COUNT);
            fence = 0;
        }
        lists = run.file().readOnce(head.i32(PartWriter.FENCES + fence++ * PartWriter.FENCE + 8), Block.LISTS);
        at = Block.HEAD;
        end = lists.end();
        return true;
    }

    @Override
    long removed() {
        return entry.removed();
    }

    @Override
    long floor() {
        return entry.floor();
    }

    @Override
    boolean postings(PostingSink sink) {
        if (!entry.isLong()) {
            entry.copy(sink);
            return false;
        }
        Run.copy(run.file().readOnce(entry.firstBlock() + given++, Block.ENTRIES), sink);
        return given < entry.blocks();
    }
}

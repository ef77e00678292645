// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Goes through the lists of a run. */
final class RunKeys implements KeyCursor {

    private final Run run;
    private final int parts;
    private final ListEntry entry = new ListEntry();
    private final PostingBuffer piece = new PostingBuffer();
    private Block head = new Block();
    private Block lists = new Block();
    private int part;
    private int fence;
    private int fences;
    private int at;
    private int end;

    RunKeys(Run run, int parts) {
        this.run = run;
        this.parts = parts;
    }

    @Override
    public boolean next() {
        if (at < end) {
            at = ListEntry.next(lists, at);
        }
        if (at >= end && !nextBlock()) {
            return false;
        }
        entry.at(lists, at, run.from());
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
    public long high() {
        return lists.i64(at + 2);
    }

    @Override
    public long low() {
        return lists.i64(at + 10);
    }

    @Override
    public long removed() {
        return entry.removed();
    }

    @Override
    public long floor() {
        return entry.floor();
    }

    @Override
    public long count() {
        return entry.count();
    }

    @Override
    public void postings(Sink sink) {
        if (!entry.isLong()) {
            piece.clear();
            entry.copy(piece);
            give(sink);
            return;
        }
        for (int i = 0; i < entry.blocks(); i++) {
            piece.clear();
            Run.copy(run.file().readOnce(entry.firstBlock() + i, Block.ENTRIES), piece);
            give(sink);
        }
    }

    private void give(Sink sink) {
        for (int i = 0; i < piece.size(); i++) {
            sink.take(piece.get(i));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One writer and readers of {@link RecentLists}, which have no lock: what a reader sees was there at some moment. */
public final class RecentListsStress {

    /** Eight entries: one in the row, the others in a first and a second block. */
    private static final int ENTRIES = 8;
    private static final Print LIST = new Print(7L << 60 | 5, 11);
    private static final IndexSettings SMALL = new IndexSettings(16, 4, 5, 64, 3);
    private static final int BROKEN = -1;

    private RecentListsStress() {}

    private static RecentLists lists() {
        return new RecentLists(SMALL, 0, RecentTable.first(SMALL));
    }

    private static void add(RecentLists lists, Print print, int from, int to) {
        for (int position = from; position <= to; position++) {
            lists.add(print.high(), print.low(), Posting.of(position, 1));
        }
    }

    /** How many entries of a list are seen from the first one on, without a gap; {@link #BROKEN} if there is one. */
    private static int forwards(RecentLists lists, Print print) {
        var buffer = new PostingBuffer();
        int count = 0;
        while (lists.forwards(print, Posting.first(count + 1L), buffer)) {
            if (buffer.size() == 0) {
                return BROKEN;
            }
            for (int i = 0; i < buffer.size(); i++) {
                if (Posting.position(buffer.get(i)) != ++count) {
                    return BROKEN;
                }
            }
        }
        return count;
    }

    /** A reader that goes forwards sees a list without a gap. */
    @JCStressTest
    @Outcome(id = "[0-8]", expect = Expect.ACCEPTABLE, desc = "so many entries, without a gap")
    @Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "a gap")
    @State
    public static class Forwards {
        private final RecentLists lists = lists();

        @Actor
        public void writer() {
            add(lists, LIST, 1, ENTRIES);
        }

        @Actor
        public void reader(I_Result result) {
            result.r1 = forwards(lists, LIST);
        }
    }

    /** So does one that goes backwards. */
    @JCStressTest
    @Outcome(id = "[0-8]", expect = Expect.ACCEPTABLE, desc = "so many entries, without a gap")
    @Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "a gap")
    @State
    public static class Backwards {
        private final RecentLists lists = lists();

        @Actor
        public void writer() {
            add(lists, LIST, 1, ENTRIES);
        }

        @Actor
        public void reader(I_Result result) {
            var buffer = new PostingBuffer();
            int next = BROKEN;
            int first = 0;
            while (lists.backwards(LIST, next == BROKEN ? Posting.last(ENTRIES) : Posting.of(next, 1), buffer)) {
                if (buffer.size() == 0) {
                    result.r1 = BROKEN;
                    return;
                }
                for (int i = buffer.size() - 1; i >= 0; i--) {
                    int position = (int) Posting.position(buffer.get(i));
                    if (next != BROKEN && position != next) {
                        result.r1 = BROKEN;
                        return;
                    }
                    first = Math.max(first, position);
                    next = position - 1;
                }
            }
            result.r1 = next > 0 ? BROKEN : first;
        }
    }

    /** What is counted does not become less, and an entry that is seen is counted. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "an entry was lost")
    @State
    public static class Counts {
        private final RecentLists lists = lists();

        @Actor
        public void writer() {
            add(lists, LIST, 1, ENTRIES);
        }

        @Actor
        public void reader(ZZ_Result result) {
            long before = lists.total(LIST);
            long last = lists.last(LIST);
            long seen = last == Posting.NONE ? 0 : Posting.position(last);
            result.r1 = lists.total(LIST) >= Math.max(before, seen);
            result.r2 = lists.upTo(LIST, Posting.of(seen, 1)) == seen;
        }
    }

    /** A list stays where it is found while the table grows. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "a list, or a part of it, was not found")
    @State
    public static class Growth {
        private final RecentLists lists = lists();

        public Growth() {
            add(lists, LIST, 1, 3);
        }

        @Actor
        public void writer() {
            for (int i = 1; i <= 40; i++) {
                add(lists, new Print((long) i << 57 | i, i), 3 + i, 3 + i);
            }
        }

        @Actor
        public void reader(I_Result result) {
            int seen = forwards(lists, LIST);
            result.r1 = seen == lists.total(LIST) ? seen : BROKEN;
        }
    }

    /** A list that is new is not there, or is there with what it has. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "a list before its entries")
    @State
    public static class Birth {
        private static final Print OTHER = new Print(LIST.high(), 12);
        private final RecentLists lists = lists();

        @Actor
        public void writer() {
            add(lists, LIST, 1, 1);
            add(lists, OTHER, 2, 2);
        }

        @Actor
        public void reader(ZZ_Result result) {
            int other = (int) Posting.position(Math.max(0, lists.last(OTHER)));
            int first = (int) Posting.position(Math.max(0, lists.last(LIST)));
            result.r1 = other == 0 || first == 1;
            result.r2 = (other == 0 || other == 2) && (first == 0 || first == 1);
        }
    }
}

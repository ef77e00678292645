// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.KeyValue;

/** Streams that callers append to, each caller to its own in turn, and how many events each of them has. */
public final class Streams {

    private static final int EACH = 1_000;

    private final long[] revisions;
    private final int[] turns;

    /** A thousand streams for each of {@code callers}. */
    public Streams(int callers) {
        revisions = new long[callers * EACH];
        turns = new int[callers];
    }

    /** The stream that is {@code caller}'s next. */
    public int next(int caller) {
        int turn = turns[caller];
        turns[caller] = (turn + 1) % EACH;
        return caller * EACH + turn;
    }

    /** Its key, made when it is needed, as by who reads it from a request. */
    public KeyValue key(int stream) {
        return new KeyValue("account", "A" + stream);
    }

    /** How many events it has. */
    public long revision(int stream) {
        return revisions[stream];
    }

    /** It has one more. */
    public void advance(int stream) {
        revisions[stream]++;
    }
}

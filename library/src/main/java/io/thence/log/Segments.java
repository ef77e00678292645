// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Lineage;
import java.util.Arrays;

/** The segments of a log. One thread adds; any thread reads. */
final class Segments implements AutoCloseable {

    private volatile Segment[] segments = {};

    int count() {
        return segments.length;
    }

    Segment get(int number) {
        return segments[number];
    }

    /** Which log they are of, and which life of it. */
    Lineage lineage() {
        return last().header().lineage();
    }

    Segment last() {
        var all = segments;
        return all[all.length - 1];
    }

    /** Number of the segment in which the event at {@code position} is, or would be. */
    int of(long position) {
        var all = segments;
        int low = 0;
        int end = all.length;
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (all[middle].header().first() <= position) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    void add(Segment segment) {
        var more = Arrays.copyOf(segments, segments.length + 1);
        more[segment.number()] = segment;
        segments = more;
    }

    /** Takes the last one out again. */
    void dropLast() {
        last().file().close();
        segments = Arrays.copyOf(segments, segments.length - 1);
    }

    /** Where the content of a segment ends that is not the last. */
    long end(int number) {
        return segments[number + 1].header().previousEnd();
    }

    @Override
    public void close() {
        for (var segment : segments) {
            segment.file().close();
        }
    }
}

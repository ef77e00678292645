// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.bytes.KnownTexts;
import io.thence.index.Fingerprint;
import io.thence.index.ListKind;
import io.thence.index.Print;
import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.frame.Remnant;
import io.thence.log.segment.Segment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The first walk through a segment that is to be packed: decides once what goes, so that the second walk finds the same
 * although floors rise meanwhile, and takes samples of what stays.
 */
final class Survey {

    private static final int SAMPLES = 4_096;
    private static final int SAMPLE_MAX = 4 << 10;
    private static final int SAMPLE_MIN = 8;

    private final KnownTexts names = new KnownTexts();
    private final WhatGoes rules;
    private final Fingerprint fingerprint;
    private final long first;
    private final BitSet going = new BitSet();
    private final Remnant remnant;
    /** Lists of events that stay, of those so far; kept for the first segment alone. */
    private final Set<Print> staying = new HashSet<>();
    private final boolean isFirst;
    private final List<byte[]> samples = new ArrayList<>();
    private final long stride;
    private long sampled;
    private long removed;
    private long highest;
    private long droppedBytes;

    Survey(WhatGoes rules, Segment segment, long end) {
        this.rules = rules;
        fingerprint = new Fingerprint(segment.header().lineage().log());
        first = segment.header().first();
        isFirst = segment.number() == 0;
        remnant = segment.packed().map(packed -> Remnant.read(packed.attachment())).orElseGet(Remnant::none);
        removed = segment.packed().map(packed -> packed.summary().removed()).orElse(0L);
        highest = segment.packed().map(packed -> packed.summary().highestRemoved()).orElse(0L);
        stride = Math.max(1, end / SAMPLES);
    }

    /** Takes the segment's next frame in. */
    void take(Frame frame) {
        if (!frame.isBatch()) {
            return;
        }
        var header = frame.header();
        var head = frame.head();
        boolean young = rules.isYoung(header);
        if (!young || isFirst) {
            takeEvents(frame, young);
        }
        if (!young) {
            if (isDropped(frame, head)) {
                remnant.add(head.finished());
                droppedBytes += header.length();
                return;
            }
        }
        if (frame.offset() >= sampled) {
            sampled = frame.offset() + stride;
            sample(frame);
        }
    }

    private void takeEvents(Frame frame, boolean young) {
        int at = frame.records();
        for (int i = 0; i < frame.header().count(); i++) {
            var event = BatchRecord.read(frame.bytes(), at, names);
            long position = frame.header().first() + i;
            if (!event.isGone() && !young && rules.goes(frame.header(), event, position)) {
                going.set((int) (position - first));
                removed++;
                highest = Math.max(highest, position);
                lists(event).forEach(list -> goes(list, position));
            } else if (isFirst && !event.isGone()) {
                lists(event).forEach(staying::add);
            }
            at = event.end();
        }
    }

    /** The lists that count an event also when it is gone: those of its keys, and of its type. */
    private Stream<Print> lists(BatchRecord event) {
        return Stream.concat(event.keys().stream().map(key -> fingerprint.of(ListKind.KEY, key.key(), key.value())),
                Stream.of(fingerprint.of(ListKind.TYPE, event.type())));
    }

    private void goes(Print list, long position) {
        if (isFirst && !staying.contains(list)) {
            remnant.add(list);
        } else {
            remnant.add(list, position);
        }
    }

    private void sample(Frame frame) {
        byte[] body = FrameRewrite.body(frame, this);
        int from = frame.header().head();
        if (body.length - from >= SAMPLE_MIN) {
            var sample = new byte[Math.min(SAMPLE_MAX, body.length - from)];
            System.arraycopy(body, from, sample, 0, sample.length);
            samples.add(sample);
        }
    }

    /** Whether the event at {@code position} goes, or has gone before. */
    boolean goes(long position) {
        return going.get((int) (position - first));
    }

    /** Whether a batch goes as a whole. */
    boolean isDropped(Frame frame, BatchHead head) {
        if (rules.isYoung(frame.header()) || !rules.goesEmpty(frame.header(), head)) {
            return false;
        }
        int at = frame.records();
        for (int i = 0; i < frame.header().count(); i++) {
            if (frame.bytes().getInt(at) != 0 && !goes(frame.header().first() + i)) {
                return false;
            }
            at = BatchRecord.next(frame.bytes(), at);
        }
        return true;
    }

    /** What must outlive the frames that go. */
    Remnant remnant() {
        return remnant;
    }

    /** Pieces of what stays. */
    List<byte[]> samples() {
        return samples;
    }

    /** How many events go now. */
    int newlyRemoved() {
        return going.cardinality();
    }

    /** How many events are gone then. */
    long removed() {
        return removed;
    }

    /** The highest position whose event is gone then; 0 if there is none. */
    long highestRemoved() {
        return highest;
    }

    /** Bytes of batches that go as a whole. */
    long droppedBytes() {
        return droppedBytes;
    }
}

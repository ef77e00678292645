// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.log.frame.Frame;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.store.Appended;
import io.thence.store.Durability;
import io.thence.world.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Requests that share one write and one flush, with the answers that they get once it is done. */
final class Group {

    private record Answered(AppendRequest request, Appended answer) {}

    private final List<Answered> answers = new ArrayList<>();
    private ByteBuffer frames;

    Group(int capacity) {
        frames = ByteBuffer.allocateDirect(capacity);
    }

    /** Empties it and makes sure that it can hold {@code bytes}. */
    void begin(int bytes) {
        answers.clear();
        if (frames.capacity() < bytes) {
            frames = ByteBuffer.allocateDirect(bytes);
        }
        frames.clear();
    }

    ByteBuffer frames() {
        return frames;
    }

    /** Writes a frame behind those that are there; its head with the checksum. */
    FrameHeader write(FrameHeader header, byte[] body) {
        int checksum = header.write(frames, body);
        return header.withChecksum(checksum);
    }

    /** The frame that was written at {@code at}, which goes to {@code place}. */
    Frame frame(int at, Place place) {
        return new Frame(FrameHeader.read(frames, at), frames, at, place.segment(), place.offset());
    }

    int bytes() {
        return frames.position();
    }

    void add(AppendRequest request, Appended answer) {
        answers.add(new Answered(request, answer));
    }

    boolean isEmpty() {
        return answers.isEmpty();
    }

    /** Answers all. */
    void answer() {
        answer(answers);
        answers.clear();
    }

    /** Answers those that asked for no more than {@code durability}. */
    void answer(Durability durability) {
        var now = new ArrayList<Answered>();
        answers.removeIf(each -> asksFor(durability, each) && now.add(each));
        answer(now);
    }

    private static boolean asksFor(Durability durability, Answered each) {
        return each.request().append.answered() == durability;
    }

    private static void answer(List<Answered> now) {
        Signal.raiseAll(now.stream().map(each -> each.request().settle(each.answer())).toList());
    }
}

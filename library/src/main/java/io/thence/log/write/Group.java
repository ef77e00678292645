// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.log.frame.Frame;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.store.Appended;
import io.thence.store.Durability;
import io.thence.world.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Requests that share one flush, with the answers that they get once it is done. They are written in few pieces. */
final class Group {

    /** A request, and what it came to. */
    record Answered(AppendRequest request, Appended answer) {}

    private List<Answered> answers = new ArrayList<>();
    private ByteBuffer frames;

    Group(int capacity) {
        frames = ByteBuffer.allocateDirect(capacity);
    }

    /** Begins a piece, and makes sure that it can hold {@code bytes}. */
    void begin(int bytes) {
        if (frames.capacity() < bytes) {
            frames = ByteBuffer.allocateDirect(bytes);
        }
        frames.clear();
    }

    ByteBuffer frames() {
        return frames;
    }

    /** Writes a frame behind those that are in the piece; its head with the checksum. */
    FrameHeader write(FrameHeader header, byte[] body) {
        int checksum = header.write(frames, body);
        return header.withChecksum(checksum);
    }

    /** The frame that was written at {@code at} of the piece, which goes to {@code place}. */
    Frame frame(int at, Place place) {
        return new Frame(FrameHeader.read(frames, at), frames, at, place.segment(), place.offset());
    }

    /** Bytes of the piece. */
    int bytes() {
        return frames.position();
    }

    void add(AppendRequest request, Appended answer) {
        answers.add(new Answered(request, answer));
    }

    boolean isEmpty() {
        return answers.isEmpty();
    }

    /** How many wait for an answer. */
    int size() {
        return answers.size();
    }

    /** Takes out what waits for an answer. */
    List<Answered> take() {
        var taken = answers;
        answers = new ArrayList<>();
        return taken;
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

    static void answer(List<Answered> now) {
        Signal.raiseAll(now.stream().map(each -> each.request().settle(each.answer())).toList());
    }

    static void fail(List<Answered> failed, ThenceException with) {
        failed.forEach(each -> each.request().fail(with));
    }
}

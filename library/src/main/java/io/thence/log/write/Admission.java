// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.Lineage;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.log.frame.CommandLookup;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.log.state.LogState;
import io.thence.store.Appended;
import io.thence.store.Remembered;
import java.util.Optional;

/**
 * Takes requests into the group that gathers: each is judged on the state that the ones before it leave; what passes is
 * stamped, gets its positions, stands in the piece that will be written and is filed in the state. Batches that are
 * appended together are all judged before the first of them is taken in. For the writer's thread.
 */
final class Admission {

    private final LogTail tail;
    private final LogState state;
    private final Group group;
    private final Lineage lineage;
    private final Judge judge;
    private final CommandLookup lookup;
    private final long epoch;
    private Stamp stamp;

    Admission(LogTail tail, LogState state, Group group) {
        this.tail = tail;
        this.state = state;
        this.group = group;
        lineage = tail.lineage();
        judge = new Judge(state, this::outcome, this::position, tail.segments()::highestRemoved);
        lookup = new CommandLookup(tail.segments(), lineage);
        epoch = state.epoch() + 1;
        stamp = Stamp.unpacked(state.stamp());
    }

    /** Judges a request, and those that are appended with it, and takes in what passes. */
    void take(AppendRequest request, long nowMillis) {
        if (isRefused(request)) {
            return;
        }
        if (!request.followers.isEmpty()) {
            takeTogether(request, nowMillis);
            return;
        }
        var objection = judge.objection(request);
        if (objection.isPresent()) {
            group.add(request, objection.get());
        } else {
            admit(request, nowMillis);
        }
    }

    /** What the log could not file must not come to the point where it is filed: there nothing is refused any more. */
    private boolean isRefused(AppendRequest request) {
        try {
            state.types().refuseTooMany(request.events());
            return false;
        } catch (BadRequest e) {
            request.fail(e);
            return true;
        }
    }

    private void takeTogether(AppendRequest first, long nowMillis) {
        var requests = first.together();
        var objections = requests.stream().map(judge::objection).toList();
        boolean pass = objections.stream().allMatch(Optional::isEmpty);
        for (int i = 0; i < requests.size(); i++) {
            if (pass) {
                admit(requests.get(i), nowMillis);
            } else {
                group.add(requests.get(i), objections.get(i).orElseGet(Appended.Withheld::new));
            }
        }
    }

    private void admit(AppendRequest request, long nowMillis) {
        var append = request.append;
        long first = state.next();
        int count = append.events().size();
        if (append.writes()) {
            var place = new Place(tail.end().segment(), tail.end().offset() + group.bytes());
            stamp = append.cause().isPresent() ? stamp.next(nowMillis, append.cause().get()) : stamp.next(nowMillis);
            var header = header(FrameHeader.BATCH, count, request.frameBytes(), request.headBytes);
            state.apply(group.write(header, request.body), request.filed, append.finished(), place);
            request.question.note(state);
        }
        group.add(request, count == 0
                ? new Appended.Committed(position(first - 1), position(first - 1))
                : new Appended.Committed(position(first), position(first + count - 1)));
    }

    /** The head of a frame that says only how far everything is flushed. */
    FrameHeader mark() {
        return header(FrameHeader.MARK, 0, FrameHeader.BYTES, 0);
    }

    private FrameHeader header(int kind, int count, int length, int headBytes) {
        return new FrameHeader(length, 0, kind, count, state.next(), epoch, state.checksum(), headBytes,
                tail.flushed(), stamp.packed());
    }

    /** What became of a command whose batch is in the log, or in the group that is not written yet. */
    private Optional<Remembered> outcome(Place place) {
        var end = tail.end();
        if (place.compareTo(end) < 0) {
            return lookup.at(place);
        }
        var frame = group.frame((int) (place.offset() - end.offset()), place);
        var head = frame.head();
        return Optional.of(lookup.remembered(head.command().orElseThrow(), frame.header(), head));
    }

    private Position position(long number) {
        return new Position(lineage, number);
    }
}

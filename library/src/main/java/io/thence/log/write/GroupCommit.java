// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.log.state.Durable;
import io.thence.log.state.Listeners;
import io.thence.log.state.LogState;
import io.thence.log.write.Group.Answered;
import io.thence.store.Checkpoint;
import io.thence.store.Durability;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings groups of requests to the device: one that gathers, and perhaps one whose flush goes on. Answers, the durable
 * head and the readers' signals come after the flush, never before; only who asked for {@link Durability#WRITTEN} is
 * answered after the write. For the writer's thread, but for {@link #durable}.
 */
final class GroupCommit {

    static final Duration UNDER_WAY = Duration.ofNanos(50_000);

    private final World world;
    private final WriterSettings settings;
    private final LogTail tail;
    private final LogState state;
    private final Listeners listeners;
    private final Signal done;
    private final Group group;
    private final Unflushed unflushed;
    private @Nullable InFlight inFlight;
    private GroupFlushed recorded = new GroupFlushed();
    private volatile Durable durable;

    /** {@code done} is raised when a flush beside the writer is done, or failed. */
    GroupCommit(LogTail tail, LogState state, Listeners listeners, Signal done) {
        this.tail = tail;
        this.state = state;
        this.listeners = listeners;
        this.done = done;
        world = tail.world();
        settings = tail.settings();
        group = new Group(settings.groupBytes());
        unflushed = new Unflushed(settings.groupBytes());
        durable = new Durable(state.next() - 1, tail.end());
    }

    /**
     * A group whose flush was asked for.
     *
     * @param answers     what is answered when that is done
     * @param to          how far the log is durable then
     * @param checkpoints of the consumers of which it says something, as of its end
     * @param answered    whether somebody was answered before that it is written
     * @param beside      whether the writer goes on meanwhile
     */
    private record InFlight(List<Answered> answers, Durable to, Map<String, Checkpoint> checkpoints, boolean answered,
            boolean beside) {}

    Durable durable() {
        return durable;
    }

    /** The one that gathers. */
    Group group() {
        return group;
    }

    boolean isInFlight() {
        return inFlight != null;
    }

    /** Whether nothing is written that is not flushed, or in flight. */
    boolean isClear() {
        return unflushed.isEmpty();
    }

    /** Whether more may come to the group that gathers while another is in flight: up to about twice the limits. */
    boolean isOpen() {
        var flight = inFlight;
        return flight != null && flight.beside() && group.size() < settings.groupRequests() && !unflushed.isFull();
    }

    /** Whether what is written is to be flushed now. */
    boolean isDue() {
        return !unflushed.isEmpty() && (!group.isEmpty() || !unflushed.left(world.nanos()).isPositive());
    }

    /** Writes the piece of the group, which these requests are in, and answers those that ask for no more. */
    void write(List<AppendRequest> requests) {
        if (group.bytes() > 0) {
            unflushed.add(group.bytes(), requests, world.nanos());
            tail.write(group.frames().flip());
        }
        group.answer(Durability.WRITTEN);
        answerWhatNeedsNoFlush();
    }

    /** A mark was written: there is nothing in it that anybody waits for. */
    void marked() {
        durable = new Durable(durable.head(), tail.end());
    }

    /** Asks for everything written to be flushed; {@code beside} the writer, or else it is mostly done at once. */
    void flush(boolean beside) {
        boolean answered = unflushed.isAnswered();
        var checkpoints = new HashMap<String, Checkpoint>();
        unflushed.take().forEach(word -> checkpoints.put(word.consumer(), state.checkpoint(word.consumer())));
        recorded = new GroupFlushed();
        recorded.begin();
        inFlight = new InFlight(group.take(), new Durable(state.next() - 1, tail.end()), checkpoints, answered, beside);
        if (beside) {
            tail.flushBeside(done);
        } else {
            tail.flush();
        }
    }

    /** Publishes and answers the group in flight, if its flush is done. */
    boolean complete() {
        var flight = inFlight;
        if (flight == null || !tail.isFlushed()) {
            return false;
        }
        inFlight = null;
        recorded.ended(flight.answers().size(), flight.to().head() - durable.head());
        durable = flight.to();
        flight.checkpoints().forEach(listeners::finished);
        listeners.wake();
        Group.answer(flight.answers());
        answerWhatNeedsNoFlush();
        return true;
    }

    private void answerWhatNeedsNoFlush() {
        if (inFlight == null && unflushed.isEmpty()) {
            group.answer();
        }
    }

    /** How long to leave what is not flushed alone; {@code longest} where {@code done} will be raised. */
    Duration rest(Duration longest) {
        var flight = inFlight;
        if (flight == null) {
            return unflushed.left(world.nanos());
        }
        return flight.beside() ? longest : UNDER_WAY;
    }

    /** Whether something was answered as written that is not flushed. */
    boolean isUnsaved() {
        var flight = inFlight;
        return unflushed.isAnswered() || (flight != null && flight.answered());
    }

    /** Fails all who wait for an answer. */
    void fail(ThenceException with) {
        var flight = inFlight;
        if (flight != null) {
            Group.fail(flight.answers(), with);
        }
        Group.fail(group.take(), with);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.Stopped;
import io.thence.log.segment.FrameHeader;
import io.thence.log.state.Durable;
import io.thence.log.state.Listeners;
import io.thence.log.state.LogState;
import io.thence.store.Durability;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a log, as a state machine.
 *
 * <p>A step either completes the group that is in flight or goes on with the next one: take what waits, make room,
 * judge each request on the state that the ones before it leave, write all that pass at once and ask for one flush.
 * While that flush goes on, the next requests gather; so groups grow with load and nobody waits for company. A group
 * that nobody waits for, since all asked for {@link Durability#WRITTEN} only, is flushed with a later one, or some
 * milliseconds later, and then beside the writer, which writes on: two groups are not flushed then, and never more.
 *
 * <p>The index holds a group before it is flushed. If the flush fails that index is wrong, so the writer stops for
 * good: every request of a group that is not flushed ends {@link io.thence.ThenceException.OutcomeUnknown}, and the
 * store must be opened anew.
 *
 * <p>Source of the pattern: group commit, DeWitt et al., <i>Implementation Techniques for Main Memory Database
 * Systems</i>, 1984.
 */
public final class LogWriter implements Machine {

    private static final Duration IDLE = Duration.ofMillis(10);
    private static final Duration INDEXING = Duration.ofMillis(1);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration NO_ROOM = Duration.ofSeconds(1);

    /** After that somebody has to try again, to know. */
    private static final Duration OUT_OF_ROOM = Duration.ofSeconds(10);

    private final World world;
    private final WriterSettings settings;
    private final LogTail tail;
    private final LogState state;
    private final Waiting waiting;
    private final GroupCommit commit;
    private final Group group;
    private final Admission admission;
    private final Refusals refusals = new Refusals();
    private final Sealing sealing;
    private final Signal signal = new Signal();
    private List<AppendRequest> taken = List.of();
    private List<AppendRequest> judged = List.of(); // those of them that are being put into the group
    private long lastWriteNanos;
    private boolean unmarked;
    private volatile boolean over;
    private volatile @Nullable ThenceException failure;
    private volatile long refusedNanos;
    private volatile boolean isOutOfRoom;

    public LogWriter(LogTail tail, LogState state, Listeners listeners) {
        this.tail = tail;
        this.state = state;
        world = tail.world();
        settings = tail.settings();
        sealing = new Sealing(state);
        waiting = new Waiting(settings.waitingMax());
        commit = new GroupCommit(tail, state, listeners, signal);
        group = commit.group();
        admission = new Admission(tail, state, group);
    }

    /** Says in the log that a new writer has begun and how far everything is flushed. */
    public void begin() {
        boolean marked = mark();
        flushAndWait();
        unmarked = !marked;
    }

    /** How far the log is durable. Any thread. */
    public Durable durable() {
        return commit.durable();
    }

    /** Why nothing is taken any more, if it has failed. Any thread. */
    public Optional<ThenceException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether appends were refused for want of room, a moment ago, and none was written since. Any thread. */
    public boolean isOutOfRoom() {
        return isOutOfRoom && world.nanos() - refusedNanos < OUT_OF_ROOM.toNanos();
    }

    private void outOfRoom(boolean is) {
        if (is) {
            refusedNanos = world.nanos();
        }
        if (isOutOfRoom != is) {
            isOutOfRoom = is;
        }
    }

    /** Takes a request in; the caller waits on its signal. */
    public void offer(AppendRequest request) {
        if (over || failure != null) {
            request.fail(stopped());
            return;
        }
        waiting.offer(request, world);
        signal.raise();
        if (over) {
            request.fail(stopped());
        }
    }

    private Stopped stopped() {
        return refusals.stopped(Optional.ofNullable(failure));
    }

    @Override
    public boolean step() {
        if (failure != null) {
            return refuse(stopped());
        }
        try {
            if (commit.isInFlight()) {
                return complete() || (commit.isOpen() && gather());
            }
            if (commit.isDue()) {
                return flush(group.isEmpty());
            }
            return (sealing.isDue() && vouch()) || gather();
        } catch (DiskFailed e) {
            fail(e);
            return true;
        } catch (RuntimeException | Error e) {
            fail(broken(e));
            throw e;
        }
    }

    private boolean complete() {
        if (!commit.complete()) {
            return false;
        }
        unmarked = true;
        lastWriteNanos = world.nanos();
        sealing.flushed();
        return true;
    }

    /** Asks that the index be written down soon: up to where it was, a segment is not what it was any more. */
    public void sealSoon() {
        sealing.soon();
        signal.raise();
    }

    /**
     * Says in the log that all before it is flushed, and flushes that, so that no recovery moves what the index is
     * about to be written down for.
     */
    private boolean vouch() {
        if (tail.isDirty()) {
            return flush(false); // an idle mark, say: the next one would not speak for it
        }
        var here = state.bookmark(tail.end());
        if (!mark()) {
            return false;
        }
        sealing.vouch(here);
        return flush(false);
    }

    /** For the closing of the log, when no machine steps any more; {@code always}: also where little would be read. */
    public void sealIndex(boolean always) {
        if (failure == null) {
            sealing.writeDown(always);
        }
    }

    /** Why something that was answered as written is not flushed, when the log is closed; empty if all is. */
    public Optional<ThenceException> unsaved() {
        return commit.isUnsaved() ? Optional.ofNullable(failure) : Optional.empty();
    }

    /** Asks for everything written to be flushed, and completes it if that is done at once. */
    private boolean flush(boolean beside) {
        commit.flush(beside);
        complete();
        return true;
    }

    /** Puts what waits into the group, and writes it; asks for the flush if none goes on. */
    private boolean gather() {
        if (sealing.isOverdue()) {
            return refuseForTheIndex();
        }
        if (taken.isEmpty()) {
            taken = waiting.take(settings.groupRequests(), settings.groupBytes());
        }
        if (taken.isEmpty()) {
            return !commit.isInFlight() && markWhenIdle();
        }
        int bytes = taken.stream().mapToInt(AppendRequest::writtenBytes).sum();
        if (commit.isInFlight() && tail.isRollDue(bytes)) {
            return false;
        }
        group.begin(bytes);
        try {
            if (bytes > 0) {
                tail.room(bytes, state);
                outOfRoom(false);
            }
        } catch (DiskFull e) {
            outOfRoom(true);
            taken.forEach(request -> request.fail(e));
            taken = List.of();
            return true;
        }
        judged = taken;
        taken = List.of();
        long now = world.now().toEpochMilli();
        for (var request : judged) {
            admission.take(request, now);
        }
        commit.write(judged);
        judged = List.of();
        return commit.isInFlight() || group.isEmpty() || flush(false);
    }

    /** When nothing comes for a while, says in the log that everything is flushed, for readers in other processes. */
    private boolean markWhenIdle() {
        if (!unmarked || !commit.isClear() || world.nanos() - lastWriteNanos < IDLE.toNanos()) {
            return false;
        }
        if (mark()) {
            return true;
        }
        unmarked = true;
        lastWriteNanos = world.nanos() + NO_ROOM.toNanos();
        return false;
    }

    /** Writes a mark; false if there is no room. The next batch says the same; readers elsewhere wait that long. */
    private boolean mark() {
        unmarked = false;
        group.begin(FrameHeader.BYTES);
        try {
            tail.room(FrameHeader.BYTES, state);
        } catch (DiskFull _) {
            return false;
        }
        state.link(group.write(admission.mark(), new byte[0]), tail.end());
        tail.write(group.frames().flip());
        commit.marked();
        return true;
    }

    /** Nobody waits for ever, whatever has happened. */
    private static DiskFailed broken(Throwable cause) {
        return new DiskFailed("the writer broke: " + cause, cause);
    }

    private void fail(DiskFailed cause) {
        failure = cause;
        leaveOpen(cause);
        refuse(stopped());
    }

    /** What becomes of those that are under way is not known. */
    private void leaveOpen(ThenceException cause) {
        commit.fail(refusals.unknown(cause));
        judged.forEach(request -> request.fail(refusals.unknown(cause)));
    }

    private boolean refuseForTheIndex() {
        return sealing.failure().map(cause -> refuse(refusals.ofTheIndex(cause))).orElse(false); // or it is at it
    }

    private boolean refuse(ThenceException why) {
        var left = waiting.take(Integer.MAX_VALUE, Integer.MAX_VALUE);
        left.forEach(request -> request.fail(why));
        taken.forEach(request -> request.fail(why));
        taken = List.of();
        return !left.isEmpty();
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        if (failure != null) {
            return REST; // what is unflushed after a failure stays so
        }
        if (commit.isInFlight() || !commit.isClear()) {
            return commit.rest(REST);
        }
        if (sealing.isOverdue()) {
            return INDEXING;
        }
        return unmarked ? IDLE : REST;
    }

    /** Completes what is in flight, marks everything as flushed, gives back unused room and refuses what waits. */
    @Override
    public void ended() {
        try {
            if (failure == null) {
                awaitFlush();
                if (tail.isDirty()) {
                    flushAndWait();
                }
                var here = state.bookmark(tail.end());
                boolean marked = mark();
                flushAndWait();
                if (marked) {
                    sealing.vouch(here);
                }
                tail.trim();
            }
        } catch (DiskFailed e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(broken(e));
            throw e;
        } finally {
            over = true;
            answerAll();
        }
    }

    /** Nobody waits for ever, whatever has happened; an answer that was given stays. */
    private void answerAll() {
        var failed = failure;
        if (failed != null) {
            leaveOpen(failed);
        }
        refuse(stopped());
    }

    private void flushAndWait() {
        flush(false);
        awaitFlush();
        unmarked = false;
    }

    private void awaitFlush() {
        while (commit.isInFlight() && !complete()) {
            world.await(new Signal(), GroupCommit.UNDER_WAY);
        }
    }
}

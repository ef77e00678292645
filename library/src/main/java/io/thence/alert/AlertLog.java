// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.alert.AlertEvent.Cause;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Finished;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the watch of an alert writes down in the log: what is raised and what is over, in one append with the word up to
 * where it has looked, so that no crash has one without the other. For the watch's thread, but for {@link #open}.
 */
final class AlertLog {

    /**
     * How much is said in one append: of the longest keys it has room for so many. What is more comes in the next ones,
     * each with the word up to where all is said by then.
     */
    private static final int TOGETHER = 2_500;

    private final String alert;
    private final EventStore store;
    private final long token;
    private final List<Unsaid> unsaid = new ArrayList<>();
    private volatile Map<String, Raised> open;
    private final Optional<Instant> saidUpTo;
    private long saidAt;
    private Checkpoint written;
    private Cause next;
    private long lookedUpTo;
    private boolean isWithin;
    private boolean isApart = true;
    private boolean isGivenUp;

    /**
     * What is to be said.
     *
     * @param event   what
     * @param cause   what it came of
     * @param upTo    up to where all was looked at of which it came, and what was said before it
     * @param isApart whether what was before it may be said without it
     */
    private record Unsaid(AlertEvent event, Cause cause, long upTo, boolean isApart) {}

    /** That of the alert of this name: who watched it before is heard no more. */
    AlertLog(String alert, EventStore store) {
        this.alert = alert;
        this.store = store;
        written = takeOver();
        token = written.token();
        var raised = new TreeMap<String, Raised>();
        new AlertRecords(store).open(Optional.of(alert)).forEach(one -> raised.put(one.key(), one));
        open = raised;
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        try (var reader = store.read(Query.keys(AlertEvent.all(alert)), end, Direction.BACKWARDS)) {
            var last = reader.next();
            saidAt = last.map(StoredEvent::number).orElse(0L);
            while (last.isPresent() && EndedByHand.is(last.get().origin())) {
                last = reader.next(); // the time of that is none up to which anybody has looked
            }
            saidUpTo = last.flatMap(AlertEvent::read).map(AlertEvent::at);
        }
        next = new Cause(Math.max(written.upTo(), saidAt), 0); // of none that was said before
        lookedUpTo = written.upTo();
    }

    /** The name of the watch's checkpoint; that of the alert is of what tells of it. */
    private String consumer() {
        return alert + "/watch";
    }

    /** From here on nobody with an older token is heard. It begins at the head, where it has never been. */
    private Checkpoint takeOver() {
        while (true) { // each refusal is another one's taking over
            var before = store.checkpoint(consumer());
            long from = before.token() == 0 ? store.head().number() : before.upTo();
            var word = new Finished(consumer(), before.token() + 1, from);
            try {
                if (store.append(Append.finished(List.of(word))) instanceof Appended.Committed) {
                    return before.with(word);
                }
            } catch (DiskFull _) {
                return before.with(word); // its first word that is written will do
            }
        }
    }

    /** Number of the position up to which it has looked, as the log says. */
    long upTo() {
        return written.upTo();
    }

    /** The time up to which all was said that comes of time alone; empty where nothing ever was. */
    Optional<Instant> saidUpTo() {
        return saidUpTo;
    }

    /** Number of the position of what was said last; 0 if nothing ever was. */
    long saidAt() {
        return saidAt;
    }

    /** What is raised, by its key. From any thread. */
    Map<String, Raised> open() {
        return open;
    }

    /** What is added from here on, until all of it is {@link #looked}, comes of the event at {@code position}. */
    void causedBy(long position) {
        if (next.position() != position) {
            next = new Cause(position, 0);
        }
        lookedUpTo = position;
        isWithin = true;
        isApart = true;
    }

    /** What is added from here on comes of time alone: after a start it is found again, where only some is said. */
    void looked() {
        isWithin = false;
        isApart = true;
    }

    /** Is to be said with the next word. */
    void add(AlertEvent event) {
        unsaid.add(new Unsaid(event, next, lookedUpTo, isApart));
        next = new Cause(next.position(), next.ordinal() + 1);
        isApart = !isWithin;
    }

    /** Says nothing any more: what is to be said is not all that there is up to anywhere. */
    void giveUp() {
        isGivenUp = true;
        unsaid.clear();
    }

    boolean hasUnsaid() {
        return !unsaid.isEmpty();
    }

    /** Says what is to be said, and that all up to {@code upTo} was looked at. */
    void say(long upTo) {
        for (int part = part(); part < unsaid.size(); part = part()) {
            append(unsaid.subList(0, part), unsaid.get(part - 1).upTo());
        }
        append(unsaid, upTo);
    }

    /** How much is said in the next append. */
    private int part() {
        int end = Math.min(TOGETHER, unsaid.size());
        while (end < unsaid.size() && !unsaid.get(end).isApart()) {
            end++;
        }
        return end;
    }

    /** What is not written stays to be said. */
    private void append(List<Unsaid> said, long upTo) {
        var word = Optional.of(new Finished(consumer(), token, upTo)).filter(written::admits).stream().toList();
        if (isGivenUp || (said.isEmpty() && word.isEmpty())) {
            return;
        }
        if (store.checkpoint(consumer()).token() > token) {
            throw elsewhere();
        }
        var events = said.stream().map(one -> one.event().stored(one.cause())).toList();
        var answer = store.append(new Append(events, Condition.NONE,
                Optional.empty(), Optional.empty(), Origin.of(alert), word, Durability.FLUSHED));
        if (answer instanceof Appended.Fenced) {
            throw elsewhere();
        }
        if (!said.isEmpty() && answer instanceof Appended.Committed(_, var last)) {
            saidAt = last.number();
        }
        word.forEach(finished -> written = written.with(finished));
        var now = new TreeMap<>(open);
        said.forEach(one -> {
            switch (one.event()) {
                case Raised raised -> now.put(raised.key(), raised);
                case Resolved resolved -> now.remove(resolved.key());
            }
        });
        open = now;
        said.clear();
    }

    private PartStopped elsewhere() {
        return new PartStopped("alert '" + alert + "' is watched somewhere else too: stop one of them",
                new IllegalStateException(store.checkpoint(consumer()).toString()));
    }
}

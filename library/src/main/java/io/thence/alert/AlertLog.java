// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Origin;
import io.thence.Position;
import io.thence.alert.AlertEvent.Cause;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.processor.ConsumerWord;
import io.thence.processor.ConsumerWord.Writer;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
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

    private final ConsumerWord word;
    private final List<Unsaid> unsaid = new ArrayList<>();
    private volatile Map<String, Raised> open;
    private final Optional<Instant> saidUpTo;
    private long saidAt;
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
        // What tells of the alert has the checkpoint of its own name. The watch begins at the head.
        word = ConsumerWord.takeOver(store, new Writer(alert + "/watch", "the watch of alert '" + alert + "'",
                Origin.of(alert)), () -> store.head().number());
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
        next = new Cause(Math.max(word.written().upTo(), saidAt), 0); // of none that was said before
        lookedUpTo = word.written().upTo();
    }

    /** Number of the position up to which it has looked, as the log says. */
    long upTo() {
        return word.written().upTo();
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
        var finished = word.of(upTo, List.of());
        if (isGivenUp || (said.isEmpty() && finished.isEmpty())) {
            return;
        }
        var committed = word.append(said.stream().map(one -> one.event().stored(one.cause())).toList(), finished);
        if (!said.isEmpty() && committed.isPresent()) {
            saidAt = committed.get().last().number();
        }
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
}

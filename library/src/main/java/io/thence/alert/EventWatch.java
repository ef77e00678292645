// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.AlertRule;
import io.thence.AlertRule.Absent;
import io.thence.Handling;
import io.thence.Position;
import io.thence.Start;
import io.thence.ThenceException;
import io.thence.alert.AlertEvent.Raised;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Processor;
import io.thence.processor.Starts;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches events, in the order of the log. Time is what they were appended at; where it has come to the head, it is
 * what the clock shows, once nothing can be appended any more with an earlier one: so what is raised follows from it.
 *
 * <p>At a start it reads as far back as its rule looks, and says nothing until it has come to where it was: then it
 * knows of each key what it knew before, and the log says what was raised.
 */
final class EventWatch extends Watch {

    /** How far apart it writes down where it is, where it has nothing to say. */
    static final Duration APART = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(EventWatch.class.getName());
    private static final int POLL_EVENTS = 512;
    private static final long POLL_BYTES = 1 << 20;

    private final Alert alert;
    private final AlertRule rule;
    private final Reader reader;
    private final Query query;
    private Subscription subscription;
    private long from;
    private long upTo;
    private long failedAt;
    private @Nullable StoredEvent read;
    private long writtenNanos;

    EventWatch(Alert alert, Ports ports, Processor telling) {
        super(alert, ports, telling);
        this.alert = alert;
        rule = alert.rule();
        reader = new Reader(alert.watched(), ports.codec());
        query = Query.types(reader.types());
        writtenNanos = ports.world().nanos();
        subscription = subscribe();
    }

    private Subscription subscribe() {
        knowOpen();
        from = log().upTo();
        upTo = from;
        long after = Math.min(from, back().map(time -> Starts.after(ports().store(), Start.at(time))).orElse(0L));
        var fresh = ports().store().subscribe(query, new Position(ports().store().lineage(), after));
        fresh.wake(signal());
        return fresh;
    }

    @Override
    protected void again() {
        super.again();
        subscription.close();
        subscription = subscribe();
    }

    /** From when on what has happened tells what it knew: one window, and what a rule may have held for before. */
    private Optional<Instant> back() {
        var lasting = alert.lasting().compareTo(alert.calm()) > 0 ? alert.lasting() : alert.calm();
        var before = new Position(ports().store().lineage(), from + 1);
        try (var reading = ports().store().read(Query.ALL, before, Direction.BACKWARDS)) {
            return reading.next().map(event -> event.stamp().instant())
                    .map(time -> log().saidUpTo().filter(time::isAfter).orElse(time))
                    .map(time -> time.minus(rule.back().plus(lasting)));
        }
    }

    @Override
    boolean watch() {
        if (log().hasUnsaid()) {
            say(); // the disk was full
        }
        var now = now();
        var found = subscription.poll(POLL_EVENTS, POLL_BYTES);
        found.events().forEach(this::look);
        upTo = Math.max(from, found.upTo().number());
        if (found.caughtUp()) {
            if (!isResumed()) {
                resumeFrom();
            }
            pass(now);
        }
        if (log().hasUnsaid() || ports().world().nanos() - writtenNanos >= APART.toNanos()) {
            say();
        }
        lookedAt(upTo);
        return !found.events().isEmpty();
    }

    private void look(StoredEvent event) {
        if (!isResumed() && event.number() > from) {
            resumeFrom();
        }
        var at = event.stamp().instant();
        take(states().advance(at)); // before it
        if (isResumed()) {
            log().causedBy(event.number());
        }
        read(event).forEach(said -> take(states().input(said.key(), said.input(), at)));
        log().looked();
    }

    /** Who writes lines down in a function of the rule knows the event that it is about. */
    @Override
    public void around(Runnable steps) {
        Handling.during(() -> Optional.ofNullable(read).map(event ->
                event.handledBy(alert.name(), Keying.STREAMS.key(event))), steps);
    }

    private List<Reader.Said> read(StoredEvent event) {
        try {
            read = event;
            return reader.read(event);
        } catch (ThenceException.Stopped | ThenceException.KeysMissing e) {
            throw e;
        } catch (Exception e) { // functions may throw what they do not declare
            if (event.number() > failedAt) {
                failedAt = event.number(); // it is read again after a restart
                failed("event " + event.id() + " (" + event.type() + ") at position " + event.number(), e);
            }
            return List.of();
        } finally {
            read = null;
        }
    }

    /** What comes of time up to what was said last was said. */
    private void resumeFrom() {
        log().saidUpTo().ifPresent(states()::advance);
        resume();
    }

    /** A rule that looks at what is not there, or at the last number, goes on holding by itself. */
    @Override
    RuleState known(Raised raised) {
        var seen = rule instanceof Absent absent ? raised.since().minus(absent.within()) : raised.since();
        return RuleState.NOTHING.raised(raised.since(), raised.value().orElse(0.0), seen);
    }

    /** Time passes, if what would come of that cannot be changed by an event that is on its way. */
    private void pass(Instant now) {
        var due = states().nextDue();
        if (due.isEmpty() || due.get().isAfter(now)) {
            return;
        }
        var seen = new Position(ports().store().lineage(), upTo);
        var nothingNew = Append.confirm(Condition.nothingNew(query.terms(), seen));
        if (ports().store().append(nothingNew) instanceof Appended.Committed) {
            take(states().advance(now)); // what is appended from here on has a later time
        }
    }

    private void say() {
        log().say(upTo);
        writtenNanos = ports().world().nanos();
    }

    @Override
    protected Optional<Instant> next() {
        return states().nextDue();
    }

    @Override
    public void close() {
        super.close();
        subscription.close();
        try {
            say();
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.INFO, "where a watch has come is not written down: " + e.getMessage());
        }
    }
}

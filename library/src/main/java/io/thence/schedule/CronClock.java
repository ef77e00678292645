// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.CronTimes;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Schedule;
import io.thence.event.Ports;
import io.thence.processor.DueClock;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in the log which times of a cron schedule have come, each once: on the condition that nothing was said of the
 * schedule since it looked. The last one said is up to where it has come; before the first it says when it began. A
 * clock that goes back makes it wait, until the clock is where it was.
 */
final class CronClock extends DueClock {

    private static final int TOGETHER = 256;

    private final Schedule schedule;
    private final CronTimes times;
    private final Ports ports;
    private Optional<Instant> reached = Optional.empty();
    private Position seen;

    CronClock(Schedule schedule, CronTimes times, Ports ports, Progress progress) {
        super(new Named(schedule.name(), "the clock of schedule '" + schedule.name() + "'", schedule.name() + "-clock"),
                ports, progress);
        this.schedule = schedule;
        this.times = times;
        this.ports = ports;
        seen = new Position(ports.store().lineage(), 0);
    }

    @Override
    protected boolean work() {
        var now = ports.world().now();
        if (reached.isEmpty()) {
            look();
            return reached.isPresent() || say(List.of(new Passed(schedule.name(), now)));
        }
        var found = due(reached.get(), now);
        return !found.isEmpty() && say(found);
    }

    @Override
    protected void again() {
        reached = Optional.empty();
    }

    /** Up to where it was said what is due. */
    private void look() {
        seen = ports.store().head(); // before what was said: what comes between is a conflict
        var end = new Position(ports.store().lineage(), Long.MAX_VALUE);
        try (var said = ports.store().read(query(), end, Direction.BACKWARDS)) {
            for (var next = said.next(); next.isPresent() && reached.isEmpty(); next = said.next()) {
                reached = ScheduleEvent.read(next.get()).flatMap(CronClock::upTo);
            }
        }
    }

    private Query query() {
        return Query.keys(ScheduleEvent.all(schedule.name()));
    }

    private static Optional<Instant> upTo(ScheduleEvent said) {
        return switch (said) {
            case Due due -> Optional.of(due.due());
            case Passed passed -> Optional.of(passed.upTo());
            default -> Optional.empty();
        };
    }

    /** What is to be said of the times after {@code after} and up to {@code now}. */
    private List<ScheduleEvent> due(Instant after, Instant now) {
        var first = times.next(after).filter(time -> !time.isAfter(now));
        if (first.isEmpty()) {
            return List.of();
        }
        var missed = schedule.missed();
        var from = missed.limit().map(limit -> now.minus(limit).minusNanos(1)).filter(after::isBefore).orElse(after);
        var due = missed.each() ? each(from, now) : times.latest(from, now).stream().toList();
        return due.isEmpty() ? List.of(new Passed(schedule.name(), now))
                : due.stream().<ScheduleEvent>map(time -> new Due(schedule.name(), time)).toList();
    }

    private List<Instant> each(Instant from, Instant now) {
        var due = new ArrayList<Instant>();
        var next = times.next(from);
        while (due.size() < TOGETHER && next.isPresent() && !next.get().isAfter(now)) {
            due.add(next.get());
            next = times.next(next.get());
        }
        return due;
    }

    private boolean say(List<? extends ScheduleEvent> said) {
        var append = Append.of(said.stream().map(ScheduleEvent::stored).toList(), Origin.of(schedule.name()))
                .on(Condition.nothingNew(query().terms(), seen));
        if (ports.store().append(append) instanceof Appended.Committed(var _, var last)) {
            seen = last;
            reached = upTo(said.getLast());
        } else {
            reached = Optional.empty(); // somebody else has said something: it looks again
        }
        return true;
    }

    @Override
    protected Optional<Instant> next() {
        return reached.flatMap(times::next);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Origin;
import io.thence.Position;
import io.thence.event.Ports;
import io.thence.processor.DueClock;
import io.thence.schedule.Nearest.Wish;
import io.thence.schedule.ScheduleEvent.Asked;
import io.thence.schedule.ScheduleEvent.Cancelled;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.schedule.ScheduleEvent.Reached;
import io.thence.store.Append;
import io.thence.store.Query;
import io.thence.store.Subscription;
import io.thence.world.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * Says in the log when the time has come of what a schedule was asked for. It finds that in the log: from its beginning
 * at a start, then as it comes. Of it all the nearest are at hand; when they are used up, it finds the next ones as it
 * does at a start.
 *
 * <p>What it says is a hint: the handler looks whether it was called off before, and does nothing twice.
 */
final class DemandClock extends DueClock {

    private static final int POLL_EVENTS = 1_024;
    private static final long POLL_BYTES = 1 << 20;
    private static final int TOGETHER = 256;

    private final String schedule;
    private final Ports ports;
    private final Nearest nearest;
    private Subscription subscription;

    /** The clock of {@code schedule}, with {@code most} wishes at hand; {@code progress} is told when it fails. */
    DemandClock(String schedule, Ports ports, int most, Progress progress) {
        super(new Named(schedule, "the clock of schedule '" + schedule + "'", schedule + "-clock"), ports, progress);
        this.schedule = schedule;
        this.ports = ports;
        var agenda = new Pending(schedule, ports.store());
        nearest = new Nearest(most, wish -> agenda.of(wish.id()).isPresent());
        subscription = subscribe();
    }

    private Subscription subscribe() {
        var start = new Position(ports.store().lineage(), 0);
        var fresh = ports.store().subscribe(Query.keys(ScheduleEvent.all(schedule)), start);
        fresh.wake(signal());
        return fresh;
    }

    @Override
    protected boolean work() {
        if (nearest.isUsedUp()) {
            again();
        }
        var found = subscription.poll(POLL_EVENTS, POLL_BYTES);
        found.events().forEach(event -> ScheduleEvent.read(event).ifPresent(said -> takeIn(said, nearest)));
        if (!found.caughtUp()) {
            return true; // what seems due may have been said long ago
        }
        return say(ports.world().now()) || !found.events().isEmpty();
    }

    @Override
    protected void again() {
        subscription.close();
        nearest.clear();
        subscription = subscribe();
    }

    static void takeIn(ScheduleEvent said, Nearest nearest) {
        switch (said) {
            case Asked asked -> nearest.add(new Wish(asked.id(), asked.due()));
            case Cancelled cancelled -> nearest.remove(cancelled.id());
            case Reached reached -> nearest.remove(reached.id());
            case Due _, Passed _ -> {}
        }
    }

    private boolean say(Instant now) {
        var due = nearest.first(TOGETHER).stream().takeWhile(wish -> !wish.due().isAfter(now)).toList();
        if (due.isEmpty()) {
            return false;
        }
        var events = due.stream().map(wish -> new Reached(schedule, wish.id()).stored()).toList();
        ports.store().append(Append.of(events, Origin.of(schedule)));
        due.forEach(wish -> nearest.remove(wish.id()));
        return true;
    }

    @Override
    protected Optional<Instant> next() {
        return nearest.first(1).stream().map(Wish::due).findFirst();
    }

    @Override
    public void close() {
        super.close();
        subscription.close();
    }
}

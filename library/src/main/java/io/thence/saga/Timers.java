// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Ports;
import io.thence.processor.DueClock;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Told;
import io.thence.saga.Wakes.Wanted;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says in the log when a wake is due that an instance of a saga has wished for. It finds the wishes in the steps of the
 * instances: from the beginning of the log at a start, then as they come. Of those it has the nearest at hand; when
 * they are used up, it finds the next ones as it does at a start.
 *
 * <p>What it says is no more than a hint: the handler looks at each again, in the order of its instance. So it does no
 * harm to say it of one that is not wanted any more, or twice.
 *
 * <p>A step that its code cannot read is passed over: it may be one of an instance that has ended long ago. Of one that
 * goes on the start has said so, or the handler does.
 */
final class Timers extends DueClock {

    private static final System.Logger LOG = System.getLogger(Timers.class.getName());
    private static final int POLL_EVENTS = 1_024;
    private static final long POLL_BYTES = 1 << 20;
    private static final int TOGETHER = 256;

    private final SagaPlan<?> plan;
    private final String saga;
    private final Ports ports;
    private final Wakes wakes;
    private Subscription subscription;
    private long toldOf;
    private long unread;

    /**
     * Those of the saga of {@code plan}.
     *
     * @param most     how many wakes are at hand
     * @param progress told when they fail
     */
    Timers(SagaPlan<?> plan, Ports ports, int most, Progress progress) {
        super(new Named(plan.saga().name(), "the timers of saga '" + plan.saga().name() + "'",
                plan.saga().name() + "-timers"), ports, progress);
        this.plan = plan;
        saga = plan.saga().name();
        this.ports = ports;
        wakes = new Wakes(most, this::isWanted);
        subscription = subscribe();
    }

    private Subscription subscribe() {
        var fresh = ports.store().subscribe(Query.keys(SagaEvent.all(saga)), new Position(ports.store().lineage(), 0));
        fresh.wake(signal());
        return fresh;
    }

    @Override
    protected boolean work() {
        if (wakes.isUsedUp()) {
            again();
        }
        var found = subscription.poll(POLL_EVENTS, POLL_BYTES);
        found.events().forEach(event -> read(event).ifPresent(this::takeIn));
        if (!found.caughtUp()) {
            return true; // what seems due may have been said long ago
        }
        return say(wakes.due(ports.world().now(), TOGETHER)) || !found.events().isEmpty();
    }

    /** What {@code stored} says; nothing, where that cannot be read. */
    private Optional<SagaEvent> read(StoredEvent stored) {
        try {
            return plan.read(stored);
        } catch (Undecodable e) {
            tell(stored, e);
            return Optional.empty();
        }
    }

    /** Of each once, the first time, and then whenever there are twice as many: all are read again now and then. */
    private void tell(StoredEvent stored, Undecodable why) {
        if (stored.number() > toldOf) {
            toldOf = stored.number();
            if (Long.bitCount(++unread) == 1) {
                LOG.log(System.Logger.Level.WARNING, "the timers of saga '" + saga + "' pass over event " + stored.id()
                        + " at position " + stored.number() + ", which cannot be read, " + unread + " in all since the"
                        + " start: the wakes that it wants do not come. If its instance goes on, mend what brings it up"
                        + " to date, by migrating(..), and start again; if it has ended, nothing is lost", why);
            }
        }
    }

    @Override
    protected void again() {
        subscription.close();
        wakes.clear();
        subscription = subscribe();
    }

    private void takeIn(SagaEvent event) {
        switch (event) {
            case Moved moved -> wakes.wanted(moved);
            case Due due -> wakes.said(due);
            case Told _ -> {} // the step on it wants no wakes
        }
    }

    /** Whether the last step of its instance wants a wake, and it was not said since that it is due. */
    private boolean isWanted(Wanted one) {
        var end = new Position(ports.store().lineage(), Long.MAX_VALUE);
        var stream = Query.keys(SagaEvent.stream(saga, one.instance()));
        try (var reader = ports.store().read(stream, end, Direction.BACKWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                switch (read(event.get()).orElse(null)) {
                    case Moved moved -> {
                        return moved.wakes().contains(one.wake());
                    }
                    case Due due when due.wake().equals(one.wake().wake()) && due.armed() == one.wake().armed() -> {
                        return false;
                    }
                    case null, default -> {}
                }
            }
        }
        return false;
    }

    private boolean say(List<Wanted> due) {
        if (due.isEmpty()) {
            return false;
        }
        List<NewEvent> events = due.stream().map(one -> new Due(saga, plan.saga().key().name(), one.instance(),
                one.wake().wake(), one.wake().armed()).stored(plan.saga().version())).toList();
        ports.store().append(Append.of(events, Origin.of(saga)));
        wakes.said(due);
        return true;
    }

    @Override
    protected Optional<Instant> next() {
        return wakes.next();
    }

    @Override
    public void close() {
        super.close();
        subscription.close();
    }
}

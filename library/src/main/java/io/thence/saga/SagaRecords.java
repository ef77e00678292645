// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.processor.DeadLetters;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Taken;
import io.thence.saga.SagaInstance.Wait;
import io.thence.store.EventLog;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a log has of the instances of a saga, with states as JSON: also without the saga's code, which is then not asked
 * what older versions have stored, nor what is undone.
 */
public final class SagaRecords {

    private final EventLog log;
    private final String saga;
    private final Function<EventView, Optional<SagaEvent>> reading;
    private final Predicate<Sent> isUndone;

    private SagaRecords(EventLog log, String saga, Function<EventView, Optional<SagaEvent>> reading,
            Predicate<Sent> isUndone) {
        this.log = log;
        this.saga = saga;
        this.reading = reading;
        this.isUndone = isUndone;
    }

    /** Those of {@code saga} in {@code log}. */
    public static SagaRecords of(EventLog log, String saga) {
        return new SagaRecords(log, saga, SagaEvent::read, _ -> false);
    }

    /** Those of the saga of {@code plan}, as its code reads them. */
    static SagaRecords of(EventLog log, SagaPlan<?> plan) {
        return new SagaRecords(log, plan.saga().name(), plan::read, plan::isUndone);
    }

    /**
     * What there is of a saga.
     *
     * @param steps      how many steps its instances have taken
     * @param unfinished how many of them have not come to their end
     */
    public record Count(long steps, long unfinished) {}

    /** The sagas of which {@code log} has steps, by their names. All steps are read for that. */
    public static Map<String, Count> all(EventLog log) {
        var steps = new TreeMap<String, Long>();
        var unfinished = new LinkedHashSet<KeyValue>();
        try (var events = log.read(Query.types(SagaEvent.MOVED), start(log), Direction.FORWARDS)) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                if (SagaEvent.read(event.get()).orElse(null) instanceof Moved moved) {
                    steps.merge(moved.saga(), 1L, Long::sum);
                    var instance = new KeyValue(moved.saga(), moved.instance());
                    if (moved.status().isEnd()) {
                        unfinished.remove(instance);
                    } else {
                        unfinished.add(instance);
                    }
                }
            }
        }
        var all = new TreeMap<String, Count>();
        steps.forEach((name, count) -> all.put(name, new Count(count,
                unfinished.stream().filter(instance -> instance.key().equals(name)).count())));
        return all;
    }

    private static Position start(EventLog log) {
        return new Position(log.lineage(), 0);
    }

    private EventReader read(KeyValue key) {
        return log.read(Query.keys(key), start(log), Direction.FORWARDS);
    }

    /** The name of its key, as its first step says it; empty if there is none. */
    public Optional<String> key() {
        try (var events = read(SagaEvent.all(saga))) {
            return events.next().flatMap(SagaEvent::read).map(SagaEvent::key);
        }
    }

    /** The values of its key whose instances have not come to their end, the oldest first. All steps are read. */
    Set<String> unfinished() {
        var unfinished = new LinkedHashSet<String>();
        try (var events = read(SagaEvent.all(saga))) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                if (SagaEvent.read(event.get()).orElse(null) instanceof Moved moved) {
                    if (moved.status().isEnd()) {
                        unfinished.remove(moved.instance());
                    } else {
                        unfinished.add(moved.instance());
                    }
                }
            }
        }
        return unfinished;
    }

    /**
     * Those that have not come to their end, the oldest first, at most {@code most}. All steps are read for that.
     *
     * @throws BadRequest if that is none
     */
    public List<SagaInstance<String>> unfinished(int most) {
        if (most < 1) {
            throw new BadRequest("the instances of a saga are listed one at least, not " + most);
        }
        var letters = letters();
        return unfinished().stream().limit(most).flatMap(instance -> at(instance, letters).stream()).toList();
    }

    /** The instance of a value of its key, as it is filed; empty where none has begun. */
    public Optional<SagaInstance<String>> of(String instance) {
        return at(instance, letters());
    }

    private List<DeadLetter> letters() {
        return DeadLetters.all(log, saga);
    }

    private Optional<SagaInstance<String>> at(String instance, List<DeadLetter> letters) {
        var history = new ArrayList<Taken>();
        var standing = Standing.NONE;
        var key = "";
        try (var events = read(SagaEvent.stream(saga, instance))) {
            for (var next = events.next(); next.isPresent(); next = events.next()) {
                var event = next.get();
                if (reading.apply(event).orElse(null) instanceof Moved moved) {
                    key = moved.key();
                    standing = standing.after(moved, isUndone);
                    history.add(new Taken(event.number(), event.stamp().instant(), moved.input(), moved.state(),
                            moved.asks(), moved.status()));
                }
            }
        }
        if (history.isEmpty()) {
            return Optional.empty();
        }
        var filed = new KeyValue(key, instance);
        var waits = new ArrayList<Wait>();
        letters.stream().filter(letter -> letter.key().equals(filed)).map(Wait.Mending::new).forEach(waits::add);
        waits.addAll(waits(standing));
        return Optional.of(new SagaInstance<>(filed, standing.status(), standing.state(), waits, history));
    }

    private static List<Wait> waits(Standing standing) {
        var waits = new ArrayList<Wait>();
        for (var one : standing.asked()) {
            if (!one.isAccepted() && !standing.status().isEnd()) {
                waits.add(new Wait.Answer(one.sent().what()));
            } else if (standing.status() == Status.COMPENSATING) {
                waits.add(new Wait.Undoing(one.sent().what()));
            }
        }
        standing.wakes().forEach(wake -> waits.add(new Wait.Wake(wake.wake(), wake.due())));
        return waits;
    }
}

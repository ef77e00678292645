// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.Saga;
import io.thence.event.Ports;
import io.thence.processor.DeadLetters;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Taken;
import io.thence.saga.SagaInstance.Wait;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The instances of a saga, as far as the log says now. From any thread. */
public final class SagaInstances<K, S> {

    private final Saga<K, S> saga;
    private final SagaPlan<S> plan;
    private final Ports ports;
    private final SagaLog<S> log;
    private final Progress progress;

    /** Those of the saga of {@code plan}; {@code progress} is how far who takes steps in {@code log} has come. */
    SagaInstances(SagaPlan<S> plan, Saga<K, S> saga, SagaLog<S> log, Ports ports, Progress progress) {
        this.saga = saga;
        this.plan = plan;
        this.log = log;
        this.ports = ports;
        this.progress = progress;
    }

    /** The instance of {@code key}; empty where none has begun. */
    public Optional<SagaInstance<S>> of(K key) {
        return at(ports.codec().filed(saga.key(), key).value(), letters());
    }

    /**
     * Waits until the instance of {@code key} has begun and come to its end; whether it has, within {@code limit}.
     *
     * @throws io.thence.ThenceException.PartStopped if the saga has stopped
     */
    public boolean await(K key, Duration limit) {
        var instance = ports.codec().filed(saga.key(), key).value();
        return progress.await(() -> log.standing(instance).status().isEnd(), limit);
    }

    /**
     * Those that have not come to their end, the oldest first. All steps of the saga are read for that.
     *
     * @param most how many at most
     */
    public List<SagaInstance<S>> unfinished(int most) {
        var unfinished = Unfinished.of(saga.name(), ports.store());
        var letters = letters();
        return unfinished.stream().limit(most).flatMap(instance -> at(instance, letters).stream()).toList();
    }

    private List<DeadLetter> letters() {
        return DeadLetters.atRest(ports.store(), saga.name()).list();
    }

    private EventReader read(KeyValue key) {
        var start = new Position(ports.store().lineage(), 0);
        return ports.store().read(Query.keys(key), start, Direction.FORWARDS);
    }

    private Optional<SagaInstance<S>> at(String instance, List<DeadLetter> letters) {
        var history = new ArrayList<Taken>();
        var standing = Standing.NONE;
        try (var events = read(SagaEvent.stream(saga.name(), instance))) {
            for (var next = events.next(); next.isPresent(); next = events.next()) {
                var event = next.get();
                if (plan.read(event).orElse(null) instanceof Moved moved) {
                    standing = standing.after(moved, plan::isUndone);
                    history.add(new Taken(event.number(), event.stamp().instant(), moved.input(), moved.state(),
                            moved.asks(), moved.status()));
                }
            }
        }
        var key = new KeyValue(saga.key().name(), instance);
        if (history.isEmpty()) {
            return Optional.empty();
        }
        var waits = new ArrayList<Wait>();
        letters.stream().filter(letter -> letter.key().equals(key)).map(Wait.Mending::new).forEach(waits::add);
        waits.addAll(waits(standing));
        return Optional.of(new SagaInstance<>(key, standing.status(), plan.state(standing), waits, history));
    }

    private List<Wait> waits(Standing standing) {
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

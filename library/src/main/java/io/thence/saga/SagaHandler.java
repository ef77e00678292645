// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Event;
import io.thence.Next;
import io.thence.Origin;
import io.thence.Saga;
import io.thence.command.ConsumerCommands;
import io.thence.event.Ports;
import io.thence.processor.Handler;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Ending;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Told;
import io.thence.saga.SagaLog.Said;
import io.thence.saga.SagaLog.Step;
import io.thence.store.StoredEvent;
import java.util.Optional;

/**
 * Handles what comes to a saga, the events of one instance in their order: those that are filed under its key, wakes
 * that are due, what it is told, and its own steps. Each of the first three is a step, or nothing; of a step the
 * commands are sent that it asks, and what comes of each is a step again. So a crash between any two of these is made
 * up for by handling an event again: steps and commands are recognised by their ids.
 */
final class SagaHandler<S> implements Handler {

    private final Saga<?, S> saga;
    private final Ports ports;
    private final SagaPlan<S> plan;
    private final SagaIds ids;
    private final SagaLog<S> log;
    private final Asking<S> asking;

    SagaHandler(SagaPlan<S> plan, SagaLog<S> log, Ports ports, ConsumerCommands commands) {
        this.plan = plan;
        this.log = log;
        this.ports = ports;
        saga = plan.saga();
        ids = new SagaIds(saga.name());
        asking = new Asking<>(plan, ids, log, new Sending(saga.name(), ports, commands));
    }

    @Override
    public void handle(StoredEvent stored) {
        if (!SagaEvent.TYPES.has(stored.type())) {
            ports.codec().events(stored).forEach(this::happened);
        } else if (stored.isUnder(SagaEvent.all(saga.name()))) { // others have the same key
            switch (log.read(stored)) {
                case Moved moved -> asking.moved(stored, moved);
                case Due due -> due(stored, due);
                case Told told -> told(stored, told);
            }
        }
    }

    private void happened(Event<?> event) {
        for (var key : event.keys()) {
            if (key.key().equals(saga.key().name())) {
                var id = event.id().text();
                var step = new Step(ids.onEvent(key.value(), id), key.value(),
                        origin(event.origin(), id));
                log.take(step, standing -> happened(standing, event)
                        .map(next -> new Said<>(new Input.Happened(id, event.type()), next)));
                return;
            }
        }
    }

    private Optional<Next<S>> happened(Standing standing, Event<?> event) {
        boolean isBegun = standing.number() > 0;
        return isBegun && !standing.isRunning() ? Optional.empty()
                : plan.happened(plan.state(standing), isBegun, event.data());
    }

    private void due(StoredEvent stored, Due due) {
        var step = new Step(ids.onWake(due.instance(), due.wake(), due.armed()), due.instance(),
                origin(stored.origin(), stored.id().text()));
        log.take(step, standing -> standing.isWaitingFor(due.wake(), due.armed())
                ? Optional.of(new Said<>(new Input.Woken(due.wake(), due.armed()),
                        plan.woken(due.wake(), plan.state(standing))))
                : Optional.empty());
    }

    private void told(StoredEvent stored, Told told) {
        var step = new Step(ids.onTold(told.instance(), stored.id().text()), told.instance(),
                origin(stored.origin(), stored.id().text()));
        log.take(step, standing -> Optional.of(standing).filter(Standing::isUnfinished).map(at -> {
            var next = Next.state(plan.state(at));
            return new Said<>(new Input.Told(told.end(), told.by(), told.why()),
                    told.end() == Ending.END ? next.done() : next.compensate());
        }));
    }

    private Origin origin(Origin of, String cause) {
        return ports.telemetry().within(of.ledTo(saga.name(), cause));
    }
}

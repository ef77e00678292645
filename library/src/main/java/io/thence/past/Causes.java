// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.past.Cause.Command;
import io.thence.past.Cause.Elsewhere;
import io.thence.past.Cause.Happened;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows events back to their causes and on to their effects, by the causation and correlation ids that they carry. A
 * reaction gives what it sends the id of its event as cause, and the event's correlation id, or its id where it has
 * none.
 */
public final class Causes {

    private static final int CHAIN_MAX = 1_000;

    private final EventStore store;

    /** Follows the events of {@code store}. */
    public Causes(EventStore store) {
        this.store = store;
    }

    /** Why {@code event} happened and what came of it. */
    public Why of(StoredEvent event) {
        var related = related(event);
        var byCause = new LinkedHashMap<String, List<StoredEvent>>();
        for (var effect : related) {
            effect.origin().causation().ifPresent(
                    cause -> byCause.computeIfAbsent(cause, _ -> new ArrayList<>()).add(effect));
        }
        return new Why(causes(event), effect(event, byCause, new HashSet<>()), related.size() < Why.EFFECTS_MAX);
    }

    private List<StoredEvent> related(StoredEvent event) {
        var business = event.origin().correlation().orElse(event.id().text());
        if (business.length() > KeyValue.VALUE_MAX) {
            return List.of();
        }
        try (var reader = store.read(Query.keys(KeyValue.correlation(business)), event.position(),
                Direction.FORWARDS)) {
            return reader.list(Why.EFFECTS_MAX);
        }
    }

    private List<Cause> causes(StoredEvent event) {
        var chain = new ArrayList<Cause>();
        var at = Optional.of(event);
        while (at.isPresent() && chain.size() < CHAIN_MAX) {
            var now = at.get();
            command(now).ifPresent(chain::addFirst);
            at = now.origin().causation().flatMap(id -> cause(id, chain));
        }
        return chain;
    }

    /** Puts what has the id before the chain; the event, if it is one. */
    private Optional<StoredEvent> cause(String id, List<Cause> chain) {
        if (!chain.isEmpty() && chain.getFirst().id().equals(id)) {
            return Optional.empty(); // the command itself is named as the cause of its events
        }
        var event = store.find(new EventId(id));
        chain.addFirst(event.<Cause>map(Happened::new).orElseGet(() ->
                isCommand(id) ? new Command(id) : new Elsewhere(id)));
        return event;
    }

    private boolean isCommand(String id) {
        return id.length() <= CommandId.TEXT_MAX && store.remembered(new CommandId(id)).isPresent();
    }

    /** The command that an event is of, as its id says and the store confirms. */
    private Optional<Command> command(StoredEvent event) {
        return event.id().ofCommand().map(of -> of.command().text()).filter(this::isCommand).map(Command::new);
    }

    /** Each event once: ids from elsewhere need not be one of a kind, and could go round in circles. */
    private Effect effect(StoredEvent event, Map<String, List<StoredEvent>> byCause, Set<Position> told) {
        var direct = told.size() < Why.EFFECTS_MAX ? byCause.getOrDefault(event.id().text(), List.of()).stream()
                .filter(next -> told.add(next.position())).toList() : List.<StoredEvent>of();
        var byCommand = new LinkedHashMap<Cause, List<Effect>>();
        var effects = new ArrayList<Effect>();
        for (var next : direct) {
            var effect = effect(next, byCause, told);
            command(next).ifPresentOrElse(
                    command -> byCommand.computeIfAbsent(command, _ -> new ArrayList<>()).add(effect),
                    () -> effects.add(effect));
        }
        byCommand.forEach((command, of) -> effects.add(new Effect(command, List.copyOf(of))));
        return new Effect(new Happened(event), List.copyOf(effects));
    }
}

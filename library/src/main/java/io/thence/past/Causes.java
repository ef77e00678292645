// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.past.Cause.Command;
import io.thence.past.Cause.Elsewhere;
import io.thence.past.Cause.Happened;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Query.Term;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Follows events back to their causes and on to their effects, by the causation and correlation ids that they carry. A
 * reaction gives what it sends the id of its event as cause, and the event's correlation id, or its id where it has
 * none.
 */
public final class Causes {

    private final EventLog log;

    /** Follows the events of {@code log}. */
    public Causes(EventLog log) {
        this.log = log;
    }

    /** Why the event with this id happened, or the one of which that is a piece, and what came of it. */
    public Optional<Why> of(EventId id) {
        return find(id).map(this::of);
    }

    /** Why {@code event} happened and what came of it. */
    public Why of(StoredEvent event) {
        var told = new Telling();
        var causes = told.causes(event);
        var effects = told.effects(event);
        return new Why(causes, effects, !told.cut);
    }

    /** What led to {@code event}, as it says itself; empty if it does not. */
    public Optional<Cause> cause(StoredEvent event) {
        return event.origin().causation().map(this::named);
    }

    private Cause named(String id) {
        return find(new EventId(id)).<Cause>map(Happened::new).orElseGet(() ->
                isCommand(id) ? new Command(id) : new Elsewhere(id));
    }

    private Optional<StoredEvent> find(EventId id) {
        return log.find(id).or(() -> id.ofPiece().flatMap(log::find));
    }

    private boolean isCommand(String id) {
        return id.length() <= CommandId.TEXT_MAX && log.remembered(new CommandId(id)).isPresent();
    }

    /** The command that an event is of, as its id says and the store confirms. */
    public Optional<Command> command(StoredEvent event) {
        return event.id().ofCommand().map(of -> of.command().text()).filter(this::isCommand).map(Command::new);
    }

    /** One answer. */
    private final class Telling {

        private final Map<String, List<StoredEvent>> byCause = new HashMap<>();
        private final Set<Position> told = new HashSet<>();
        private boolean cut;

        List<Cause> causes(StoredEvent event) {
            var chain = new ArrayList<Cause>();
            var at = Optional.of(event);
            while (at.isPresent() && chain.size() < Why.DEPTH_MAX) {
                var now = at.get();
                command(now).ifPresent(chain::addFirst);
                at = now.origin().causation().flatMap(id -> cause(id, chain));
            }
            cut |= at.flatMap(first -> first.origin().causation()).isPresent();
            return chain;
        }

        /** Puts what has the id before the chain; the event, if it is one. */
        private Optional<StoredEvent> cause(String id, List<Cause> chain) {
            if (!chain.isEmpty() && chain.getFirst().id().equals(id)) {
                return Optional.empty(); // the command itself is named as the cause of its events
            }
            var named = named(id);
            chain.addFirst(named);
            return named instanceof Happened(var event) ? Optional.of(event) : Optional.empty();
        }

        Effect effects(StoredEvent event) {
            var stored = new HashMap<String, String>();
            for (var effect : related(event)) {
                effect.origin().causation().map(cause -> stored.computeIfAbsent(cause, this::stored)).ifPresent(
                        cause -> byCause.computeIfAbsent(cause, _ -> new ArrayList<>()).add(effect));
            }
            return effect(event, 1);
        }

        /** The id of the stored event that a cause names. */
        private String stored(String cause) {
            var id = new EventId(cause);
            return id.ofPiece().filter(_ -> log.find(id).isEmpty()).orElse(id).text();
        }

        /** What is of the same business after it. */
        private List<StoredEvent> related(StoredEvent event) {
            var businesses = event.origin().correlation().map(List::of).orElseGet(() -> ids(event.id()));
            cut |= businesses.getFirst().length() > KeyValue.VALUE_MAX;
            var terms = businesses.stream()
                    .filter(business -> !business.isEmpty() && business.length() <= KeyValue.VALUE_MAX)
                    .map(business -> new Term(Set.of(), List.of(KeyValue.correlation(business)))).toList();
            if (terms.isEmpty()) {
                return List.of();
            }
            try (var reader = log.read(new Query(terms), event.position(), Direction.FORWARDS)) {
                var events = reader.list(Why.EFFECTS_MAX);
                cut |= reader.next().isPresent();
                return events;
            }
        }

        /** The ids by which a reaction may know an event, whole or split. */
        private static List<String> ids(EventId event) {
            return Stream.concat(Stream.of(event), IntStream.rangeClosed(1, Why.PIECES_MAX).mapToObj(event::piece))
                    .map(EventId::text).toList();
        }

        /** Each event once: ids from elsewhere need not be one of a kind, and could go round in circles. */
        private Effect effect(StoredEvent event, int depth) {
            var byCommand = new LinkedHashMap<Cause, List<Effect>>();
            var effects = new ArrayList<Effect>();
            for (var next : direct(event, depth)) {
                var effect = effect(next, depth + 1);
                command(next).ifPresentOrElse(
                        command -> byCommand.computeIfAbsent(command, _ -> new ArrayList<>()).add(effect),
                        () -> effects.add(effect));
            }
            byCommand.forEach((command, of) -> effects.add(new Effect(command, List.copyOf(of))));
            return new Effect(new Happened(event), List.copyOf(effects));
        }

        private List<StoredEvent> direct(StoredEvent event, int depth) {
            var direct = byCause.getOrDefault(event.id().text(), List.of());
            if (depth == Why.DEPTH_MAX) {
                cut |= !direct.isEmpty();
                return List.of();
            }
            return direct.stream().filter(next -> told.add(next.position())).toList();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Migration;
import io.thence.Saga;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Told;
import io.thence.store.EventView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the steps of a saga as its last version would have written them, by its migrations, one version at a time. What
 * a newer version has written is refused: to read it as an older one would lose what that does not know.
 */
final class Migrating {

    private final Saga<?, ?> saga;

    Migrating(Saga<?, ?> saga) {
        this.saga = saga;
    }

    /** What an event says, if it is of this saga. */
    Optional<SagaEvent> read(EventView event) {
        return SagaEvent.read(event).filter(said -> said.saga().equals(saga.name()))
                .map(said -> event.version() == saga.version() ? said : migrated(said, event.version()));
    }

    private SagaEvent migrated(SagaEvent stored, int version) {
        if (version > saga.version()) {
            throw new Undecodable(stored.instance() + " of saga '" + saga.name() + "' has taken a step by version "
                    + version + ", this application knows up to " + saga.version() + ": use a newer version of it");
        }
        try {
            var said = stored;
            for (var step : saga.migrations().subList(version - 1, saga.migrations().size())) {
                said = switch (said) {
                    case Moved moved -> moved(step, moved);
                    case Due due -> new Due(due.saga(), due.key(), due.instance(), name(step, due.wake()), due.armed());
                    case Told told -> told;
                };
            }
            return said;
        } catch (RuntimeException e) {
            throw new Undecodable("a step of " + stored.instance() + " of saga '" + saga.name() + "' cannot be brought"
                    + " from version " + version + " to " + saga.version() + " (" + e + "): mend its migrating(..)", e);
        }
    }

    private static String name(Migration step, String wake) {
        return step.wakes().getOrDefault(wake, wake);
    }

    private static Moved moved(Migration step, Moved moved) {
        var state = step.state().map(change -> change.apply(Json.tree(bytes(moved.state()), "a state")).toString())
                .orElse(moved.state());
        List<Sent> asks = moved.asks().stream().map(sent -> new Sent(step.asks().getOrDefault(sent.ask(), sent.ask()),
                sent.type(), command(step, sent), sent.one())).toList();
        List<Armed> wakes = moved.wakes().stream().map(wake -> new Armed(name(step, wake.wake()), wake.armed(),
                wake.due())).toList();
        return new Moved(moved.saga(), moved.key(), moved.instance(), moved.number(), input(step, moved.input()), state,
                asks, wakes, moved.status());
    }

    private static Input input(Migration step, Input input) {
        return switch (input) {
            case Input.Happened happened -> happened;
            case Input.Told told -> told;
            case Input.Accepted(var ask, long number, int ordinal, int events) ->
                new Input.Accepted(ask(step, ask), number, ordinal, events);
            case Input.Refused(var ask, long number, int ordinal, var reason) ->
                new Input.Refused(ask(step, ask), number, ordinal, reason);
            case Input.Withdrawn(var ask, long number, int ordinal) ->
                new Input.Withdrawn(ask(step, ask), number, ordinal);
            case Input.Undone(var ask, long number, int ordinal) -> new Input.Undone(ask(step, ask), number, ordinal);
            case Input.Woken(var wake, long armed) -> new Input.Woken(name(step, wake), armed);
        };
    }

    /** An ask's name, which is followed by a slash where one of several is meant. */
    private static String ask(Migration step, String what) {
        var name = what.split("/", 2)[0];
        return step.asks().getOrDefault(name, name) + what.substring(name.length());
    }

    private static String command(Migration step, Sent sent) {
        var change = step.commands().get(sent.ask());
        return change == null ? sent.command()
                : change.apply((ObjectNode) Json.tree(bytes(sent.command()), "a command")).toString();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}

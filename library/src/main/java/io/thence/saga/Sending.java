// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.command.ConsumerCommands;
import io.thence.event.Ports;
import io.thence.processor.Handler.HeldUp;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the commands of a saga, and finds out what came of them. */
final class Sending {

    private final String saga;
    private final Ports ports;
    private final ConsumerCommands commands;

    Sending(String saga, Ports ports, ConsumerCommands commands) {
        this.saga = saga;
        this.ports = ports;
        this.commands = commands;
    }

    /** What came of a command. */
    sealed interface Came {

        /** It was accepted, and led to these. */
        record Accepted(List<Object> events) implements Came {}

        /** It was refused. */
        record Refused(Refusal refusal) implements Came {}
    }

    /** Whether it was sent and decided before, and that is known. */
    boolean isDecided(CommandId id) {
        return ports.store().remembered(id).isPresent();
    }

    /** Where a command comes from to which the step {@code stored} leads. */
    Origin origin(StoredEvent stored) {
        var of = stored.origin();
        return ports.telemetry().within(new Origin(saga, of.correlation(), Optional.of(stored.id().text()), of.trace(),
                of.tenant()));
    }

    /** Sends it. */
    Came send(Object command, Send how) {
        return switch (commands.insist(command, how)) {
            case Outcome.Accepted accepted -> accepted(accepted.first(), accepted.events());
            case Outcome.Refused refused -> new Came.Refused(refused.refusal());
            case Outcome.IdReused reused -> decided(reused.id());
            case Outcome.Conflicted _ ->
                throw HeldUp.conflicted("command " + how.id().orElseThrow() + " of saga '" + saga + "'");
        };
    }

    /** It was decided before, as an older version of the code wrote it: that is what came of it. */
    private Came decided(CommandId id) {
        var known = ports.store().remembered(id).orElseThrow();
        return known.refused().<Came>map(reason -> new Came.Refused(new Refusal.Decided(reason)))
                .orElseGet(() -> accepted(known.first(), known.events()));
    }

    private Came.Accepted accepted(Position first, int count) {
        var events = new ArrayList<Object>();
        for (int i = 0; i < count; i++) {
            ports.store().at(first.number() + i).ifPresent(stored ->
                    ports.codec().events(stored).forEach(event -> events.add(event.data())));
        }
        return new Came.Accepted(events);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Cases;
import io.thence.CommandId;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Schedule;
import io.thence.Schedule.Again;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.command.ConsumerCommands;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.processor.Handler;
import io.thence.schedule.ScheduleEvent.Asked;
import io.thence.schedule.ScheduleEvent.Cancelled;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.schedule.ScheduleEvent.Reached;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Does what is due: sends the command, or appends the event, under an id that is made of the schedule's name and of the
 * time, or of what was asked for. Handled again, it adds nothing.
 */
final class ScheduleHandler implements Handler {

    /** What is brought under one id is the same, whatever the code makes of it. */
    private static final ContentHash BROUGHT = ContentHash.sha256("brought".getBytes(StandardCharsets.US_ASCII));

    private final Schedule schedule;
    private final Ports ports;
    private final ConsumerCommands commands;

    ScheduleHandler(Schedule schedule, Ports ports, ConsumerCommands commands) {
        this.schedule = schedule;
        this.ports = ports;
        this.commands = commands;
    }

    @Override
    public void handle(StoredEvent stored) {
        switch (ScheduleEvent.read(stored).filter(said -> said.schedule().equals(schedule.name())).orElse(null)) {
            case Due due -> due(stored, due.due());
            case Reached reached -> reached(stored, reached.id());
            case Asked _, Cancelled _, Passed _ -> {}
            case null -> {} // of another schedule
        }
    }

    private void due(StoredEvent stored, Instant due) {
        if (!(schedule.when() instanceof Again again)) {
            return; // it was one with times of its own before
        }
        var made = again.making().at(due.atZone(again.cron().zone()));
        if (!schedule.makes().isInstance(made)) {
            throw new BadRequest("schedule '" + schedule.name() + "' (" + schedule.declared() + ") made " + made
                    + " of " + due + ", and says that it makes a " + schedule.makes().getSimpleName());
        }
        if (schedule.brings()) {
            append(stored, due.toString(), ports.codec().encode(made).at(due));
        } else {
            send(stored, due.toString(), made);
        }
    }

    /** The cause of what is done is that it was asked for. */
    private void reached(StoredEvent stored, String id) {
        asked(stored, id).ifPresent(cause -> {
            var asked = (Asked) ScheduleEvent.read(cause).orElseThrow();
            if (asked.version() > 0) {
                append(cause, id, NewEvent.of(asked.type(), asked.version(), asked.filed(),
                        asked.data().getBytes(StandardCharsets.UTF_8)).at(asked.due()));
            } else {
                send(cause, id, command(asked));
            }
        });
    }

    /** What was asked for, unless it was called off before its time had come. */
    private Optional<StoredEvent> asked(StoredEvent reached, String id) {
        var stream = Query.keys(ScheduleEvent.stream(schedule.name(), id));
        var asked = Optional.<StoredEvent>empty();
        try (var events = ports.store().read(stream, new Position(ports.store().lineage(), 0), Direction.FORWARDS)) {
            for (var next = events.next(); next.isPresent() && next.get().number() < reached.number();
                    next = events.next()) {
                switch (ScheduleEvent.read(next.get()).orElse(null)) {
                    case Asked _ -> asked = next;
                    case Cancelled _ -> {
                        return Optional.empty();
                    }
                    case null, default -> {}
                }
            }
        }
        return asked;
    }

    private Object command(Asked asked) {
        var record = Cases.of(schedule.makes()).stream().filter(one -> one.getSimpleName().equals(asked.type()))
                .findFirst().orElseThrow(() -> new Undecodable("schedule '" + schedule.name() + "' was asked for a "
                        + asked.type() + ", which it sends no more: keep the command until none is asked for"));
        return Json.read(asked.data().getBytes(StandardCharsets.UTF_8), record,
                "what '" + asked.id() + "' asks schedule '" + schedule.name() + "' for");
    }

    private void send(StoredEvent cause, String id, Object command) {
        var how = Send.as(commandId(id).text()).from(origin(cause)).remember();
        switch (commands.insist(command, how)) {
            case Outcome.Accepted _, Outcome.Refused _ -> {}
            case Outcome.Conflicted _ ->
                throw HeldUp.conflicted("command " + commandId(id) + " of schedule '" + schedule.name() + "'");
            case Outcome.IdReused _ -> requireDone(id);
        }
    }

    private void append(StoredEvent cause, String id, NewEvent event) {
        var appended = ports.store().append(Append.of(List.of(event), origin(cause))
                .of(new Command(commandId(id), BROUGHT)));
        switch (appended) {
            case Appended.Committed _, Appended.Repeated _ -> {}
            case Appended.IdReused _ -> requireDone(id);
            case Appended.Tombstoned(var key, _) -> throw new BadRequest(key + " was closed for good by a tombstone,"
                    + " and schedule '" + schedule.name() + "' brings a " + event.type() + " under it: discard this");
            case Appended other -> throw new AssertionError("on no condition, but " + other);
        }
    }

    /**
     * It was done before, as an older version of the code made it; or somebody else has taken its id. Of what was
     * refused, or is gone, nobody knows: it counts as done.
     */
    private void requireDone(String id) {
        boolean isDone = ports.store().remembered(commandId(id)).filter(known ->
                known.refused().isPresent() || (known.events() > 0 && ports.store().at(known.first().number())
                        .filter(event -> !event.origin().source().equals(schedule.name())).isEmpty())).isPresent();
        if (!isDone) {
            throw new BadRequest("schedule '" + schedule.name() + "' does what is due under id " + commandId(id)
                    + ", under which something else was done before: send other commands under ids that do not begin"
                    + " with its name, and discard this");
        }
    }

    private CommandId commandId(String id) {
        return new CommandId(schedule.name() + "/" + id);
    }

    private Origin origin(StoredEvent cause) {
        return ports.telemetry().within(cause.origin().ledTo(schedule.name(), cause.id().text()));
    }
}

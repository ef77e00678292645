// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.Schedule;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.processor.DueClock;
import io.thence.schedule.ScheduleEvent.Asked;
import io.thence.schedule.ScheduleEvent.Cancelled;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a schedule is to do at times that running code asks for. What was asked for stands in the log, as it is: no
 * place for what is personal. From any thread.
 */
public final class Agenda {

    /** The longest id of something that is asked for, in characters. */
    public static final int ID_MAX = 90;

    /** How many entries are listed at most. */
    public static final int LISTED_MAX = 10_000;

    /** Ends the id of the asking: a command that is asked for has that of what it was asked by, without. */
    private static final String ASKED = "/asked";

    private final Schedule schedule;
    private final Ports ports;
    private final Pending pending;

    /** That of {@code schedule}, which is one for such times. */
    public Agenda(Schedule schedule, Ports ports) {
        if (!(schedule.when() instanceof Schedule.OnDemand)) {
            throw new BadRequest("schedule '" + schedule.name() + "' (" + schedule.declared() + ") has times of its"
                    + " own: declare another one without cron(..), and ask that");
        }
        this.schedule = schedule;
        this.ports = ports;
        pending = new Pending(schedule.name(), ports.store());
    }

    /**
     * Something that is still to be done.
     *
     * @param id   tells it apart
     * @param due  when it is to be done
     * @param what the command or event as JSON
     */
    public record Entry(String id, Instant due, String what) {}

    /**
     * Asks for {@code what} to be done at {@code due}, at once if that is over; after the next start, if nothing runs
     * then. Asked again in the same way, it is done once.
     *
     * @param id tells it apart for ever: 1 to {@value #ID_MAX} characters, not with {@code /asked} at its end
     * @throws BadRequest if something else was asked for under that id, or the schedule does not make such a thing
     */
    public void at(Instant due, String id, Object what) {
        if (!schedule.makes().isInstance(what)) {
            throw new BadRequest("schedule '" + schedule.name() + "' is asked for a " + what.getClass().getSimpleName()
                    + ", and says that it makes a " + schedule.makes().getSimpleName());
        }
        if (id.isEmpty() || id.length() > ID_MAX || id.endsWith(ASKED)) {
            throw new BadRequest("what a schedule is asked for has an id of 1 to " + ID_MAX + " characters that does"
                    + " not end in " + ASKED + ", not '" + id + "' of " + id.length());
        }
        var stored = asked(DueClock.inMillis(due), id, what).stored();
        var command = new Command(commandId(id), ContentHash.sha256(stored.data()));
        switch (ports.store().append(Append.of(List.of(stored), Origin.of(schedule.name())).of(command))) {
            case Appended.Committed _, Appended.Repeated _ -> {}
            case Appended.IdReused _ -> throw new BadRequest("schedule '" + schedule.name() + "' was asked for"
                    + " something else, or for another time, under id '" + id + "': take another id");
            case Appended other -> throw new AssertionError("on no condition, but " + other);
        }
    }

    private Asked asked(Instant due, String id, Object what) {
        if (!schedule.brings()) {
            return new Asked(schedule.name(), id, due, what.getClass().getSimpleName(), 0, List.of(), Json.text(what));
        }
        var event = ports.codec().encode(what);
        return new Asked(schedule.name(), id, due, event.type(), event.version(), event.keys(),
                new String(event.data(), StandardCharsets.UTF_8));
    }

    private CommandId commandId(String id) {
        return new CommandId(schedule.name() + "/" + id + ASKED);
    }

    /**
     * Calls off what was asked for under {@code id}. Whether that does: false where its time has come, it was called
     * off before, or never asked for.
     */
    public boolean cancel(String id) {
        var stream = ScheduleEvent.stream(schedule.name(), id);
        var head = ports.store().head(); // before what is read: what comes between is a conflict
        while (pending.of(id).isPresent()) {
            var ends = List.of(new Query.Term(ScheduleEvent.ENDS, List.of(stream)));
            var append = Append.of(List.of(new Cancelled(schedule.name(), id).stored()), Origin.of(schedule.name()))
                    .on(Condition.nothingNew(ends, head));
            if (ports.store().append(append) instanceof Appended.Committed) {
                return true;
            }
            head = ports.store().head();
        }
        return false;
    }

    /** What is still to be done under {@code id}. */
    public Optional<Entry> of(String id) {
        return pending.of(id).map(Agenda::entry);
    }

    /**
     * What is still to be done, in the order in which it is due. All that the schedule was ever asked for is read for
     * that.
     *
     * @param most how many at most, from 1, up to {@value #LISTED_MAX}
     * @throws BadRequest if {@code most} is less than 1
     */
    public List<Entry> list(int most) {
        if (most < 1) {
            throw new BadRequest("a list of " + most + ": 1 to " + LISTED_MAX);
        }
        return pending.first(Math.min(most, LISTED_MAX)).stream().map(Agenda::entry).toList();
    }

    private static Entry entry(Asked asked) {
        return new Entry(asked.id(), asked.due(), asked.data());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to schedules, as events of the library's own: so what was asked for, and what is due, survives every
 * crash. All are filed under their schedule, and before that under what they are about: one thing that was asked for,
 * or the times of the schedule, so that a retention may let go of these.
 */
public sealed interface ScheduleEvent {

    /** The name of the schedule. */
    String schedule();

    /**
     * A time of a schedule has come.
     *
     * @param due the time
     */
    record Due(String schedule, Instant due) implements ScheduleEvent {}

    /**
     * The schedule has begun, or times of it do not count: nothing is done any more about those up to here.
     *
     * @param upTo the time
     */
    record Passed(String schedule, Instant upTo) implements ScheduleEvent {}

    /**
     * Something is asked for.
     *
     * @param id      tells it apart
     * @param due     when it is to be done
     * @param type    the simple name of the command's record, or the stored name of the event's type
     * @param version that the event's data are of; 0 for a command
     * @param filed   what the event is filed under
     * @param data    the command or event as JSON
     */
    record Asked(String schedule, String id, Instant due, String type, int version, List<KeyValue> filed, String data)
            implements ScheduleEvent {

        public Asked {
            filed = List.copyOf(filed);
        }
    }

    /**
     * Something is asked for no more.
     *
     * @param id tells it apart
     */
    record Cancelled(String schedule, String id) implements ScheduleEvent {}

    /**
     * The time of something that was asked for has come.
     *
     * @param id tells it apart
     */
    record Reached(String schedule, String id) implements ScheduleEvent {}

    /** The names of the types of what ends that something is to be done. */
    Set<String> ENDS = Set.of("thence.schedule-reached", "thence.schedule-cancelled");

    /** Their types. */
    OwnTypes<ScheduleEvent> TYPES = new OwnTypes<>(Map.of(
            "thence.schedule-due", Due.class,
            "thence.schedule-passed", Passed.class,
            "thence.schedule-asked", Asked.class,
            "thence.schedule-cancelled", Cancelled.class,
            "thence.schedule-reached", Reached.class));

    /** What times of a schedule are filed under in its stream. */
    String TIMES = "times";

    /** What all events of {@code schedule} are filed under: a program's keys have no {@code $}. */
    static KeyValue all(String schedule) {
        return new KeyValue("$schedule", schedule);
    }

    /** The stream of one thing that {@code schedule} was asked for, or of its times. */
    static KeyValue stream(String schedule, String id) {
        return new KeyValue("$schedule." + schedule, id);
    }

    /** What an event says, if it is one of these. */
    static Optional<ScheduleEvent> read(EventView event) {
        return TYPES.read(event);
    }

    /** What it is filed under. */
    private List<KeyValue> keys() {
        return switch (this) {
            case Due _, Passed _ -> List.of(stream(schedule(), TIMES), all(schedule()));
            case Asked asked -> List.of(stream(schedule(), asked.id()), all(schedule()));
            case Cancelled cancelled -> List.of(stream(schedule(), cancelled.id()), all(schedule()));
            case Reached reached -> List.of(stream(schedule(), reached.id()), all(schedule()));
        };
    }

    /** The event as it is appended; one that leads to something has an id by which that names it. */
    default NewEvent stored() {
        var event = NewEvent.of(TYPES.name(this), 1, keys(), Json.write(this));
        return switch (this) {
            case Due due -> event.identified(new EventId(schedule() + "/" + due.due() + "/due"));
            case Reached reached -> event.identified(new EventId(schedule() + "/" + reached.id() + "/reached"));
            case Asked _, Cancelled _, Passed _ -> event;
        };
    }
}

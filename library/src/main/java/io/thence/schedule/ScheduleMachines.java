// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Schedule;
import io.thence.Schedule.Again;
import io.thence.Schedule.OnDemand;
import io.thence.command.CommandPath;
import io.thence.command.ConsumerCommands;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.DueClock;
import io.thence.processor.Processor;
import io.thence.world.Closing;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/** What runs a schedule: its clock, which says what is due, and its processor, which does it. */
public final class ScheduleMachines implements AutoCloseable {

    /** Of how much that a schedule was asked for it is at hand when it is due; the rest is found in the log. */
    private static final int WISHES_MAX = 50_000;

    private static final SortedSet<String> DUE = ScheduleEvent.TYPES.names(
            Set.of(ScheduleEvent.Due.class, ScheduleEvent.Reached.class));

    private final Processor processor;
    private final DueClock clock;

    private ScheduleMachines(Processor processor, DueClock clock) {
        this.processor = processor;
        this.clock = clock;
    }

    /** What runs {@code schedule}, not started. */
    public static ScheduleMachines of(Schedule schedule, Ports ports, CommandPath commands) {
        return of(schedule, ports, commands, WISHES_MAX);
    }

    static ScheduleMachines of(Schedule schedule, Ports ports, CommandPath commands, int wishes) {
        var consumer = new ConsumerCommands(commands, ports.codec());
        var processor = new Processor(new Processor.Course("schedule", schedule.name(), DUE, Keying.STREAMS,
                schedule.policy(), _ -> !consumer.mayNamePersons(), new ScheduleHandler(schedule, ports, consumer))
                .about(List.of(List.of(ScheduleEvent.all(schedule.name())))).observed(ports), ports.world(),
                ports.store(), ports.supervisor());
        var clock = switch (schedule.when()) {
            case Again again -> new CronClock(schedule, again.cron().times(), ports, processor.progress());
            case OnDemand _ -> new DemandClock(schedule.name(), ports, wishes, processor.progress());
        };
        return new ScheduleMachines(processor, clock);
    }

    /** Its processor. */
    public Processor processor() {
        return processor;
    }

    /** Starts both. */
    public void start() {
        processor.start();
        clock.start();
    }

    @Override
    public void close() {
        Closing.all(Stream.of(clock::close, processor::close));
    }
}

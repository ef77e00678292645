// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.world.World;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tells of the commands of an application. From any thread. */
public final class CommandTelemetry {

    private static final String FAILED = "failed";

    private final Origin origin;
    private final World world;
    private final Optional<MeterRegistry> meters;
    private final String application;
    private final Optional<Tracing> tracing;
    private final Map<Name, Timer> timers = new ConcurrentHashMap<>();

    /** What a timer is found by. */
    private record Name(String type, String outcome) {}

    /** Tells of commands that come from {@code origin} where nothing else is said. */
    public CommandTelemetry(Telemetry telemetry, Origin origin, World world) {
        this.origin = origin;
        this.world = world;
        meters = telemetry.meters();
        application = telemetry.application();
        tracing = Tracing.of(telemetry);
    }

    /** Sends {@code command} by {@code path}, and tells of it. */
    public Outcome around(Object command, Send how, Function<Send, Outcome> path) {
        var sent = new CommandSent();
        if (meters.isEmpty() && tracing.isEmpty() && !sent.isEnabled()) {
            return path.apply(how);
        }
        sent.begin();
        long begun = world.nanos();
        var type = command.getClass().getSimpleName();
        var span = tracing.map(each -> each.send(type, how));
        try {
            var outcome = path.apply(span.flatMap(each -> Tracing.traceparent(each.span()))
                    .map(trace -> how.from(how.origin().orElse(origin).tracedBy(trace))).orElse(how));
            span.ifPresent(each -> each.end(text(outcome), null));
            ended(sent, begun, new Name(type, text(outcome)));
            return outcome;
        } catch (RuntimeException | Error e) {
            span.ifPresent(each -> each.end(FAILED, e));
            ended(sent, begun, new Name(type, FAILED));
            throw e;
        }
    }

    private void ended(CommandSent sent, long begun, Name name) {
        meters.ifPresent(registry -> timers.computeIfAbsent(name, _ -> Timer.builder("thence.commands")
                .description("Commands, from sending to their outcome")
                .tags("application", application, "command", name.type(), "outcome", name.outcome())
                .register(registry))
                .record(world.nanos() - begun, TimeUnit.NANOSECONDS));
        sent.ended(name.type(), name.outcome());
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> accepted.repeated() ? "repeated" : "accepted";
            case Outcome.Refused refused -> refused.repeated() ? "repeated" : "refused";
            case Outcome.IdReused _ -> "id_reused";
            case Outcome.Conflicted _ -> "conflicted";
        };
    }
}

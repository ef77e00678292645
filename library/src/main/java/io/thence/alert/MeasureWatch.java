// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Part;
import io.thence.Watched.Measure;
import io.thence.Watched.OfParts;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.RuleMachine.Input;
import io.thence.event.Ports;
import io.thence.processor.Processor;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Watches parts at work, by the clock. What is measured is in no log: after a start it knows what is raised, and what
 * has held for a while begins to hold anew.
 */
final class MeasureWatch extends Watch {

    private final OfParts parts;
    private final BiFunction<Part, Measure, OptionalDouble> measured;
    private Optional<Instant> looked = Optional.empty();

    MeasureWatch(Alert alert, Ports ports, Processor telling,
            BiFunction<Part, Measure, OptionalDouble> measured) {
        super(alert, ports, telling);
        parts = (OfParts) alert.watched();
        this.measured = measured;
    }

    @Override
    boolean watch() {
        if (log().hasUnsaid()) {
            log().say(log().upTo()); // the disk was full: there is nothing more to say until there is room
        }
        var now = now();
        if (!isResumed()) {
            knowOpen();
            states().advance(now);
            resume();
            endOthers(now);
        }
        long head = ports().store().head().number();
        boolean isDue = looked.isEmpty() || !looked.get().plus(parts.every()).isAfter(now)
                || looked.get().isAfter(now); // the clock was set back
        log().causedBy(head);
        log().looked();
        take(states().advance(now)); // before what is measured now, for which a key may be forgotten
        if (isDue) {
            parts.parts().forEach(part -> look(part, now));
            looked = Optional.of(now);
        }
        if (log().hasUnsaid()) {
            log().say(Math.max(log().upTo(), head));
        }
        lookedAt(head);
        return false;
    }

    @Override
    protected void again() {
        super.again();
        looked = Optional.empty();
    }

    private void look(Part part, Instant now) {
        var value = measure(part);
        boolean isKnown = value.isPresent() && Double.isFinite(value.getAsDouble());
        take(states().input(part.name(), isKnown ? new Input.Value(value.getAsDouble(), false) : new Input.Unknown(),
                now));
    }

    private OptionalDouble measure(Part part) {
        try {
            return measured.apply(part, parts.measure());
        } catch (RuntimeException e) {
            failed("part '" + part.name() + "', which cannot be measured", e);
            return OptionalDouble.empty(); // the others can
        }
    }

    /** Nobody would say of a part that is not looked at any more that it is well. */
    private void endOthers(Instant now) {
        var names = parts.parts().stream().map(Part::name).collect(Collectors.toSet());
        log().open().forEach((key, raised) -> end(key, raised, names, now));
    }

    private void end(String key, Raised raised, Set<String> names, Instant now) {
        if (!names.contains(key)) {
            over(key, raised.since(), now, "no longer looked at");
        }
    }

    /** What is measured now is not known yet. */
    @Override
    RuleState known(Raised raised) {
        return RuleState.NOTHING.raised(raised.since(), raised.value().orElse(0.0), raised.since()).unknown();
    }

    @Override
    protected Optional<Instant> next() {
        var look = looked.map(time -> time.plus(parts.every()));
        return states().nextDue().filter(due -> look.isEmpty() || due.isBefore(look.get())).or(() -> look);
    }
}

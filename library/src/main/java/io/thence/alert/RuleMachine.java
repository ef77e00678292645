// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.AlertRule.Absent;
import io.thence.AlertRule.Against;
import io.thence.AlertRule.Aggregate;
import io.thence.AlertRule.Bounded;
import io.thence.stream.KeyedMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The rule of an alert as a state machine: numbers come in, and it goes out that the alert is raised, or over.
 * It is raised when the rule has held for as long as the alert says, and over when it has not held for as long as that
 * says. While nothing is known, it stays as it is, and no time counts.
 */
final class RuleMachine implements KeyedMachine<RuleState, RuleMachine.Input, RuleMachine.Turn> {

    private final Alert alert;
    private final Slices.Cut cut;

    RuleMachine(Alert alert) {
        this.alert = alert;
        cut = Slices.Cut.of(alert.rule() instanceof Bounded bounded ? bounded.window() : Duration.ofMillis(1));
    }

    /** What comes in. */
    sealed interface Input {

        /** A number, of the kind that a ratio looks for or not. */
        record Value(double value, boolean isKind) implements Input {}

        /** Nothing is known now. */
        record Unknown() implements Input {}
    }

    /**
     * What goes out.
     *
     * @param isRaised whether it is raised; else it is over
     * @param since    since when the rule has held
     * @param value    what was compared, now
     */
    record Turn(boolean isRaised, Instant since, OptionalDouble value) {}

    @Override
    public RuleState start() {
        return RuleState.NOTHING;
    }

    @Override
    public Step<RuleState, Turn> on(RuleState state, Input input, Instant at) {
        return switch (input) {
            case Input.Unknown _ -> new Step<>(Optional.of(state.unknown()), List.of(), Optional.empty());
            case Input.Value(double value, boolean isKind) -> {
                var slices = hasWindow() ? state.slices().with(cut.index(at), value, isKind, keptFrom(at))
                        : Slices.NONE;
                yield settle(state.with(slices, at, value), at);
            }
        };
    }

    @Override
    public Step<RuleState, Turn> onTimer(RuleState state, Instant at) {
        return state.isKnown() ? settle(state.slices(state.slices().from(keptFrom(at))), at)
                : new Step<>(Optional.of(state), List.of(), Optional.empty());
    }

    private boolean hasWindow() {
        return alert.rule() instanceof Bounded bounded && bounded.aggregate() != Aggregate.LATEST;
    }

    private boolean looksTwice() {
        return alert.rule() instanceof Bounded bounded && bounded.against() != Against.NOTHING;
    }

    private long keptFrom(Instant at) {
        return cut.index(at) - (looksTwice() ? 2L : 1L) * cut.count() + 1;
    }

    /** What is compared, of a key of which {@code state} is known, at {@code at}. */
    private OptionalDouble value(RuleState state, Instant at) {
        return switch (alert.rule()) {
            case Absent _ -> state.seen().map(seen -> OptionalDouble.of(Duration.between(seen, at).toMillis() / 1e3))
                    .orElse(OptionalDouble.empty());
            case Bounded rule when rule.aggregate() == Aggregate.LATEST ->
                state.seen().isPresent() ? OptionalDouble.of(state.latest()) : OptionalDouble.empty();
            case Bounded rule -> {
                long to = cut.index(at);
                long from = to - cut.count() + 1;
                var now = state.slices().value(rule.aggregate(), from, to, rule.least());
                yield rule.against() == Against.NOTHING || now.isEmpty() ? now : change(rule, now.getAsDouble(),
                        state.slices().value(rule.aggregate(), from - cut.count(), from - 1, rule.least()));
            }
        };
    }

    private static OptionalDouble change(Bounded rule, double now, OptionalDouble before) {
        if (before.isEmpty()) {
            return before;
        }
        double more = now - before.getAsDouble();
        double value = rule.against() == Against.BEFORE ? more : more / Math.abs(before.getAsDouble());
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private boolean holds(RuleState state, OptionalDouble value, Instant at) {
        return switch (alert.rule()) {
            case Absent absent -> state.seen().filter(seen -> !seen.plus(absent.within()).isAfter(at)).isPresent();
            case Bounded rule -> value.isPresent() && rule.bound().holds(value.getAsDouble());
        };
    }

    private Step<RuleState, Turn> settle(RuleState state, Instant at) {
        var value = value(state, at);
        boolean holds = holds(state, value, at);
        var changed = holds == state.holds() && state.isKnown() ? state.changed() : at;
        boolean isRaised = state.raised().isPresent();
        var pending = holds == isRaised ? Optional.<Instant>empty()
                : Optional.of(changed.plus(holds ? alert.lasting() : alert.calm()));
        boolean turns = pending.isPresent() && !pending.get().isAfter(at);
        var since = holds ? changed : state.raised().orElse(changed);
        var raised = turns ? Optional.of(changed).filter(_ -> holds) : state.raised();
        var settled = state.settled(holds, changed, raised);
        boolean isOver = !holds && raised.isEmpty() && settled.slices().isEmpty()
                && (settled.seen().isEmpty() || !(alert.rule() instanceof Absent));
        return new Step<>(Optional.of(settled).filter(_ -> !isOver),
                turns ? List.of(new Turn(holds, since, value)) : List.of(),
                Stream.of(pending.filter(_ -> !turns), nextChange(settled, at)).flatMap(Optional::stream)
                        .min(Instant::compareTo));
    }

    /** When something else may hold though nothing comes in. */
    private Optional<Instant> nextChange(RuleState state, Instant at) {
        return switch (alert.rule()) {
            case Absent absent -> state.seen().map(seen -> seen.plus(absent.within())).filter(due -> due.isAfter(at));
            case Bounded _ -> state.slices().nextLeaving(cut, looksTwice(), at);
        };
    }
}

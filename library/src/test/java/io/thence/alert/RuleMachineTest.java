// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.AlertRule;
import io.thence.AlertRule.Absent;
import io.thence.AlertRule.Against;
import io.thence.AlertRule.Aggregate;
import io.thence.AlertRule.Bound;
import io.thence.AlertRule.Bounded;
import io.thence.AlertRule.Side;
import io.thence.alert.Cards.Payment;
import io.thence.alert.RuleMachine.Input;
import io.thence.alert.RuleMachine.Turn;
import io.thence.stream.KeyedStates;
import io.thence.stream.KeyedStates.Out;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes out of a rule is what a naive one says, which looks at everything anew in each millisecond. */
class RuleMachineTest {

    private static final int SEEDS = 600;
    private static final int MILLIS = 3_000;

    /** Something that came in. */
    private record In(int at, Input input) {}

    /** What came out, of one key. */
    private record Came(long at, boolean isRaised, long since, OptionalDouble value) {}

    private static Alert alert(AlertRule rule, int lasting, int calm) {
        var any = Alert.named("any").on(Payment.class).absent(Duration.ofMillis(1));
        return new Alert("any", any.watched(), rule, Duration.ofMillis(lasting), Duration.ofMillis(calm),
                any.severity(), List.of(), any.keysMax(), any.policy(), any.declared());
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    /** Everything anew in each millisecond. */
    private static final class Naive {

        private final Alert alert;
        private final List<In> seen = new ArrayList<>();
        private final List<Came> came = new ArrayList<>();
        private boolean isKnown = true;
        private boolean holds;
        private long changed;
        private boolean isRaised;
        private long raisedSince;

        Naive(Alert alert) {
            this.alert = alert;
        }

        void look(int at, boolean isKnownAnew) {
            if (!isKnown || seen.isEmpty()) {
                return;
            }
            var value = value(at);
            boolean now = holds(at, value);
            if (now != holds || isKnownAnew) {
                holds = now;
                changed = at;
            }
            if (holds && !isRaised && at - changed >= alert.lasting().toMillis()) {
                isRaised = true;
                raisedSince = changed;
                came.add(new Came(at, true, changed, value));
            } else if (!holds && isRaised && at - changed >= alert.calm().toMillis()) {
                isRaised = false;
                came.add(new Came(at, false, raisedSince, value));
            }
        }

        void enter(In in) {
            boolean wasKnown = isKnown;
            isKnown = in.input() instanceof Input.Value;
            if (isKnown) {
                seen.add(in);
                look(in.at(), !wasKnown);
            }
        }

        private boolean holds(int at, OptionalDouble value) {
            return switch (alert.rule()) {
                case Absent absent -> !seen.isEmpty() && at - seen.getLast().at() >= absent.within().toMillis();
                case Bounded rule -> value.isPresent() && switch (rule.bound().side()) {
                    case OVER -> value.getAsDouble() > rule.bound().value();
                    case AT_LEAST -> value.getAsDouble() >= rule.bound().value();
                    case UNDER -> value.getAsDouble() < rule.bound().value();
                    case AT_MOST -> value.getAsDouble() <= rule.bound().value();
                };
            };
        }

        private OptionalDouble value(int at) {
            return switch (alert.rule()) {
                case Absent _ -> seen.isEmpty() ? OptionalDouble.empty()
                        : OptionalDouble.of((at - seen.getLast().at()) / 1e3);
                case Bounded rule when rule.aggregate() == Aggregate.LATEST -> seen.isEmpty() ? OptionalDouble.empty()
                        : OptionalDouble.of(((Input.Value) seen.getLast().input()).value());
                case Bounded rule -> {
                    int slice = 1;
                    while ((long) slice * AlertRule.SLICES < rule.window().toMillis()) {
                        slice++;
                    }
                    int count = (int) rule.window().toMillis() / slice;
                    int end = (at / slice + 1) * slice;
                    var now = made(rule, end - count * slice, end);
                    if (rule.against() == Against.NOTHING || now.isEmpty()) {
                        yield now;
                    }
                    var before = made(rule, end - 2 * count * slice, end - count * slice);
                    if (before.isEmpty()) {
                        yield before;
                    }
                    double more = now.getAsDouble() - before.getAsDouble();
                    boolean isPart = rule.against() == Against.PART_OF_BEFORE;
                    yield isPart && before.getAsDouble() == 0 ? OptionalDouble.empty()
                            : OptionalDouble.of(isPart ? more / Math.abs(before.getAsDouble()) : more);
                }
            };
        }

        private OptionalDouble made(Bounded rule, int from, int to) {
            var numbers = seen.stream().filter(in -> in.at() >= from && in.at() < to)
                    .map(in -> (Input.Value) in.input()).toList();
            if (numbers.size() < rule.least()) {
                return OptionalDouble.empty();
            }
            var all = numbers.stream().mapToDouble(Input.Value::value).summaryStatistics();
            boolean isNone = numbers.isEmpty();
            return switch (rule.aggregate()) {
                case COUNT -> OptionalDouble.of(numbers.size());
                case SUM -> OptionalDouble.of(all.getSum());
                case MEAN -> isNone ? OptionalDouble.empty() : OptionalDouble.of(all.getAverage());
                case MIN -> isNone ? OptionalDouble.empty() : OptionalDouble.of(all.getMin());
                case MAX -> isNone ? OptionalDouble.empty() : OptionalDouble.of(all.getMax());
                case RATIO -> isNone ? OptionalDouble.empty()
                        : OptionalDouble.of((double) numbers.stream().filter(Input.Value::isKind).count()
                                / numbers.size());
                case LATEST -> throw new AssertionError();
            };
        }
    }

    private static <T> T one(RandomGenerator random, T[] of) {
        return List.of(of).get(random.nextInt(of.length));
    }

    private static AlertRule rule(RandomGenerator random) {
        if (random.nextInt(5) == 0) {
            return new Absent(Duration.ofMillis(1 + random.nextInt(150)));
        }
        var aggregate = one(random, Aggregate.values());
        boolean isLatest = aggregate == Aggregate.LATEST;
        var window = Duration.ofMillis(isLatest ? 0 : 1 + random.nextInt(random.nextBoolean() ? 700 : 60));
        var against = isLatest ? Against.NOTHING : one(random, Against.values());
        int bound = random.nextInt(5) - (against == Against.NOTHING ? 0 : 2);
        return new Bounded(aggregate, window, isLatest ? 0 : random.nextInt(3), against,
                new Bound(one(random, Side.values()), aggregate == Aggregate.RATIO ? bound / 4.0 : bound));
    }

    private static List<In> ins(RandomGenerator random) {
        var ins = new ArrayList<In>();
        int apart = 2 + random.nextInt(200);
        for (int at = random.nextInt(apart); at < MILLIS; at += random.nextInt(apart)) {
            ins.add(new In(at, random.nextInt(12) == 0 ? new Input.Unknown()
                    : new Input.Value(random.nextInt(6), random.nextInt(3) == 0)));
        }
        return ins;
    }

    private static List<Came> came(Alert alert, List<In> ins) {
        var states = new KeyedStates<>(new RuleMachine(alert), 2, (_, _) -> {});
        var outs = new ArrayList<Out<Turn>>();
        ins.forEach(in -> outs.addAll(states.input("k", in.input(), time(in.at()))));
        outs.addAll(states.advance(time(MILLIS)));
        return outs.stream().map(out -> new Came(out.at().toEpochMilli(), out.out().isRaised(),
                out.out().since().toEpochMilli(), out.out().value())).toList();
    }

    private static List<Came> naive(Alert alert, List<In> ins) {
        var naive = new Naive(alert);
        int next = 0;
        for (int at = 0; at <= MILLIS; at++) {
            naive.look(at, false);
            for (; next < ins.size() && ins.get(next).at() == at; next++) {
                naive.enter(ins.get(next));
            }
        }
        return naive.came;
    }

    @Test
    void what_comes_out_is_what_a_naive_rule_says() {
        var raised = new EnumMap<Aggregate, Integer>(Aggregate.class);
        int absent = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            var alert = alert(rule(random), random.nextBoolean() ? 0 : random.nextInt(300),
                    random.nextBoolean() ? 0 : random.nextInt(300));
            var ins = ins(random);
            var expected = naive(alert, ins);
            assertThat(came(alert, ins)).as("seed %d: %s of %s", seed, alert, ins).isEqualTo(expected);
            if (!expected.isEmpty()) {
                absent += alert.rule() instanceof Absent ? 1 : 0;
                if (alert.rule() instanceof Bounded bounded) {
                    raised.merge(bounded.aggregate(), 1, Integer::sum);
                }
            }
        }
        assertThat(absent).isGreaterThan(SEEDS / 20);
        assertThat(raised.values()).as("%s", raised).hasSize(Aggregate.values().length)
                .allMatch(count -> count > SEEDS / 40);
    }

    @Test
    void a_state_has_so_many_slices_and_no_more_however_much_comes() {
        var window = Duration.ofMinutes(5);
        for (var against : Map.of(Against.NOTHING, 60, Against.BEFORE, 120).entrySet()) {
            var machine = new RuleMachine(alert(new Bounded(Aggregate.COUNT, window, 0, against.getKey(),
                    new Bound(Side.OVER, 1e9)), 0, 0));
            var state = machine.start();
            var sizes = new HashSet<Integer>();
            for (int i = 0; i < 20_000; i++) {
                state = machine.on(state, new Input.Value(1, false), time(i * 100L)).state().orElseThrow();
                sizes.add(state.slices().slices().size());
            }
            assertThat(sizes).contains(against.getValue()).allMatch(size -> size <= against.getValue());
        }
    }

    @Test
    void a_key_of_which_nothing_is_left_is_forgotten() {
        var states = new KeyedStates<>(new RuleMachine(Cards.declined()), 10, (_, _) -> {});
        states.input("a", new Input.Value(1, false), time(0));
        assertThat(states.advance(time(59_999))).isEmpty();
        assertThat(states.size()).isEqualTo(1);
        assertThat(states.advance(time(60_000))).isEmpty();
        assertThat(states.size()).isZero();
        assertThat(states.nextDue()).isEmpty();
    }
}

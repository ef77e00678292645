// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Position;
import io.thence.alert.AlertEvent;
import io.thence.event.EventCodec;
import io.thence.react.EffectEvent;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alerts over readings of sensors, while the power goes between any two steps: what is raised and what is over is what
 * a naive look at the whole log says, at the same times and each once, and of each somebody is told once.
 */
class AlertLivesTest {

    private static final int SEEDS = 40;
    private static final int READINGS = 25;
    private static final long SECOND = 1_000;

    record Reading(String sensor, int degrees) {}

    /** Some numbers at one time. */
    record Read(String sensor, List<Integer> degrees) {}

    private static final Key<String> SENSOR = Key.of("sensor");
    private static final Events<Reading> EVENTS = Events.of(Reading.class)
            .type("sensor.read", Reading.class, SENSOR.of(Reading::sensor));
    private static final Decider<Read, Reading> READING = Decider.of(Read.class, EVENTS)
            .decide(c -> accept(c.degrees().stream().map(degrees -> new Reading(c.sensor(), degrees)).toList()));

    private static final Notifier NOBODY = new Notifier() {
        @Override
        public String name() {
            return "nobody";
        }

        @Override
        public void notify(String key, Notice notice) {
            throw new AssertionError("the simulator calls nobody");
        }
    };

    /** How many within a minute, or the last one, or how long there was none; of what is read of a key up to a time. */
    private interface Rule {
        boolean holds(List<StoredEvent> events, long now);
    }

    private static final Map<Alert, Rule> RULES = new TreeMap<>(Comparator.comparing(Alert::name));

    static {
        RULES.put(Alert.named("many").on(Reading.class).by(SENSOR).count(Duration.ofMinutes(1)).atLeast(3)
                .notifying(NOBODY), (events, now) -> within(events, now, 60) >= 3);
        RULES.put(Alert.named("many-for-long").on(Reading.class).by(SENSOR).count(Duration.ofMinutes(1)).atLeast(2)
                .lasting(Duration.ofSeconds(20)).overAfter(Duration.ofSeconds(9)).notifying(NOBODY),
                (events, now) -> within(events, now, 60) >= 2);
        RULES.put(Alert.named("none").on(Reading.class).by(SENSOR).absent(Duration.ofSeconds(15)).notifying(NOBODY),
                (events, now) -> !events.isEmpty() && now - millis(events.getLast()) >= 15 * SECOND);
        RULES.put(Alert.named("hot").on(Reading.class).by(SENSOR).latest(Reading::degrees).over(5)
                .lasting(Duration.ofSeconds(4)).notifying(NOBODY),
                (events, _) -> !events.isEmpty() && degrees(events.getLast()) > 5);
        RULES.put(Alert.named("cools").on(Reading.class).by(SENSOR).latest(Reading::degrees).over(5)
                .overAfter(Duration.ofSeconds(9)).notifying(NOBODY),
                (events, _) -> !events.isEmpty() && degrees(events.getLast()) > 5);
        RULES.put(Alert.named("still").on(Reading.class).by(SENSOR).absent(Duration.ofSeconds(15))
                .overAfter(Duration.ofSeconds(9)).notifying(NOBODY),
                (events, now) -> !events.isEmpty() && now - millis(events.getLast()) >= 15 * SECOND);
        RULES.put(Alert.named("warm").on(Reading.class).by(SENSOR).latest(Reading::degrees).over(5).notifying(NOBODY),
                (events, _) -> !events.isEmpty() && degrees(events.getLast()) > 5);
    }

    private static final Application APP = Application.named("sensors").with(EVENTS, READING)
            .with(RULES.keySet().toArray(Alert[]::new));
    private static final EventCodec CODEC = new EventCodec(APP);

    private final Map<String, Integer> met = new TreeMap<>();

    private static long millis(StoredEvent event) {
        return event.stamp().millis();
    }

    private static int degrees(StoredEvent event) {
        return ((Reading) CODEC.decode(event).data()).degrees();
    }

    private static long within(List<StoredEvent> events, long now, int seconds) {
        return events.stream().filter(event -> millis(event) / SECOND > now / SECOND - seconds).count();
    }

    /** What comes of an alert for a key, in its order. */
    private record Came(boolean isRaised, long since, long at) {}

    /** All looked at anew whenever something may have changed. */
    private static List<Came> naive(Alert alert, List<StoredEvent> events) {
        var times = new TreeSet<Long>();
        for (var event : events) {
            times.addAll(List.of(millis(event), millis(event) + 15 * SECOND, millis(event) + 20 * SECOND,
                    millis(event) + 9 * SECOND, millis(event) + 4 * SECOND));
        }
        long end = times.last() / SECOND + 200;
        for (long second = times.first() / SECOND; second < end; second++) {
            times.add(second * SECOND);
        }
        var naive = new Naive(alert, RULES.get(alert));
        int seen = 0;
        for (long time : times) {
            naive.look(events.subList(0, seen), time);
            while (seen < events.size() && millis(events.get(seen)) == time) {
                naive.look(events.subList(0, ++seen), time);
            }
        }
        return naive.came;
    }

    private static final class Naive {

        private final Alert alert;
        private final Rule rule;
        private final List<Came> came = new ArrayList<>();
        private boolean holds;
        private long changed;
        private long raised = -1;

        Naive(Alert alert, Rule rule) {
            this.alert = alert;
            this.rule = rule;
        }

        void look(List<StoredEvent> events, long now) {
            if (rule.holds(events, now) != holds) {
                holds = !holds;
                changed = now;
            }
            if (holds && raised < 0 && now - changed >= alert.lasting().toMillis()) {
                raised = changed;
                came.add(new Came(true, changed, now));
            } else if (!holds && raised >= 0 && now - changed >= alert.calm().toMillis()) {
                came.add(new Came(false, raised, now));
                raised = -1;
            }
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void what_is_raised_and_told_is_what_a_naive_look_at_the_log_says() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            simulator().run(seed);
        }
        for (var alert : RULES.keySet()) {
            assertThat(met.getOrDefault(alert.name(), 0)).as("%s, of %s", alert.name(), met).isGreaterThan(SEEDS);
        }
    }

    private Simulator simulator() {
        var simulator = Simulator.of(APP)
                .without(Fault.CLOCK_FORWARDS, Fault.CLOCK_BACKWARDS) // the times of events are those of the clock
                .eventually("all is said", AlertLivesTest::isAllSaid)
                .check(this::check);
        for (int i = 0; i < 3; i++) {
            simulator = simulator.caller("sensor-" + i, AlertLivesTest::read);
        }
        return simulator;
    }

    private static void read(Caller caller) {
        var random = caller.random();
        for (int i = 0; i < READINGS; i++) {
            var degrees = random.ints(random.nextInt(4) == 0 ? 4 : 1, 0, 10).boxed().toList(); // up and down at once
            caller.send(new Read("s" + random.nextInt(3), degrees), caller.name() + "-" + i);
            caller.pause(Duration.ofMillis(random.nextInt(random.nextInt(4) == 0 ? 60_000 : 4_000)));
        }
    }

    private static List<StoredEvent> events(Thence thence, Set<String> types) {
        try (var events = thence.store().read(Query.types(types), new Position(thence.store().lineage(), 0),
                Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE);
        }
    }

    private static Map<String, List<Came>> expected(Thence thence) {
        var bySensor = new TreeMap<String, List<StoredEvent>>();
        events(thence, Set.of("sensor.read")).forEach(event ->
                bySensor.computeIfAbsent(event.keys().getFirst().value(), _ -> new ArrayList<>()).add(event));
        var expected = new TreeMap<String, List<Came>>();
        RULES.keySet().forEach(alert -> bySensor.forEach((sensor, events) ->
                expected.put(alert.name() + "/" + sensor, naive(alert, events))));
        expected.values().removeIf(List::isEmpty);
        return expected;
    }

    private static Map<String, List<Came>> said(Thence thence) {
        var said = new TreeMap<String, List<Came>>();
        events(thence, AlertEvent.TYPES.names()).stream().map(event -> AlertEvent.read(event).orElseThrow())
                .forEach(one -> said.computeIfAbsent(one.alert() + "/" + one.key(), _ -> new ArrayList<>())
                        .add(new Came(one.raises(), one.since().toEpochMilli(), one.at().toEpochMilli())));
        return said;
    }

    /** Not yet, as long as what is said is what is said first: then it is compared, and the difference is shown. */
    private static boolean isAllSaid(Thence thence) {
        var expected = expected(thence);
        var said = said(thence);
        said.forEach((of, all) -> assertThat(expected.getOrDefault(of, List.of())).as(of)
                .startsWith(all.toArray(Came[]::new)));
        return said.equals(expected);
    }

    private void check(Thence thence) {
        assertThat(said(thence)).isEqualTo(expected(thence));
        said(thence).forEach((of, all) -> met.merge(of.substring(0, of.indexOf('/')), all.size(), Integer::sum));
        var ids = events(thence, AlertEvent.TYPES.names()).stream().map(event -> event.id().text()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        var told = events(thence, EffectEvent.TYPES.names()).stream().map(EffectEvent::read)
                .flatMap(Optional::stream).filter(EffectEvent.Happened.class::isInstance)
                .map(happened -> happened.which().event()).toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(ids);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.ThenceException.DiskFull;
import io.thence.Watched.Measure;
import io.thence.alert.Cards.Decline;
import io.thence.alert.Cards.Pay;
import io.thence.alert.Cards.Payment;
import io.thence.bank.Desk;
import io.thence.bank.PassingWorld;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A watch, step by step: what is not known, who is taken over, and what is on its way. */
class WatchTest {

    private static final Instant START = Instant.parse("2026-03-27T12:00:00Z");

    /** The real world, but for its wall clock, which a test moves on. */
    private record ClockWorld(World world, AtomicReference<Instant> clock) implements PassingWorld {
        @Override
        public Instant now() {
            return clock.get();
        }
    }

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final MemoryDisk disk = new MemoryDisk();
    private void at(int seconds) {
        clock.set(START.plusSeconds(seconds));
    }

    @Test
    void what_is_not_known_raises_nothing_and_ends_nothing_and_the_time_does_not_count() {
        var value = new AtomicReference<>(OptionalDouble.of(5));
        var alert = Alert.named("slow").of(Measure.DRAIN_PER_SECOND, Cards.MAILER).every(Duration.ofSeconds(1))
                .latest().under(10).lasting(Duration.ofSeconds(5));
        var world = new ClockWorld(new SystemWorld(), clock);
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20);
                var machines = AlertMachines.of(alert, desk.in(world), (_, _) -> value.get())) {
            var watch = machines.watch();
            for (int second = 0; second < 20; second++) {
                value.set(second == 3 || second > 12 ? OptionalDouble.empty() : OptionalDouble.of(5));
                at(second);
                watch.step();
                assertThat(machines.open()).as("second %d", second).isEqualTo(second < 9 ? 0 : 1);
            }
            value.set(OptionalDouble.of(50));
            at(20);
            watch.step();
            assertThat(machines.open()).isZero();
        }
    }

    @Test
    void a_part_that_is_not_looked_at_any_more_is_not_raised_any_more() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var both = Alert.named("idle").of(Measure.RUNNING, Cards.MAILER, Cards.PRINTER).latest().under(1);
        var one = Alert.named("idle").of(Measure.RUNNING, Cards.PRINTER).latest().under(1);
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20)) {
            try (var machines = AlertMachines.of(both, desk.in(world), (_, _) -> OptionalDouble.of(0))) {
                machines.watch().step();
                assertThat(machines.open()).isEqualTo(2);
            }
            try (var machines = AlertMachines.of(one, desk.in(world), (_, _) -> OptionalDouble.empty())) {
                machines.watch().step();
                assertThat(machines.watch().open()).containsOnlyKeys("printer");
            }
        }
    }

    @Test
    void a_part_that_is_forgotten_when_it_is_raised_is_raised_no_more() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var alert = Alert.named("idle").of(Measure.RUNNING, Cards.MAILER, Cards.PRINTER).every(Duration.ofSeconds(10))
                .latest().under(1).lasting(Duration.ofSeconds(5)).keysMax(1);
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20);
                var machines = AlertMachines.of(alert, desk.in(world), (_, _) -> OptionalDouble.of(0))) {
            for (int second : new int[] {0, 10, 20}) {
                at(second);
                machines.watch().step();
            }
            assertThat(machines.watch().forgotten()).isEqualTo(5);
            assertThat(machines.open()).isLessThanOrEqualTo(1);
            var history = new AlertRecords(desk.store()).history(Optional.empty(), 9);
            assertThat(history).extracting(AlertEvent::raises).containsExactly(false, true, false, true);
            assertThat(history.getFirst().text()).isEqualTo("forgotten, since there are more than 1 keys");
        }
    }

    @Test
    void two_that_watch_the_same_do_not_both_go_on() {
        var world = new ClockWorld(new SystemWorld(), clock);
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20);
                var first = AlertMachines.of(Cards.declined(), desk.in(world), (_, _) -> OptionalDouble.empty());
                var second = AlertMachines.of(Cards.declined(), desk.in(world), (_, _) -> OptionalDouble.empty())) {
            for (int i = 0; i < 3; i++) {
                desk.send(new Decline("1", "tea"));
            }
            first.watch().step();
            assertThat(first.progress().failure()).hasMessageContaining("runs somewhere else too");
            second.watch().step();
            assertThat(second.open()).isEqualTo(1);
            assertThat(new AlertRecords(desk.store()).history(Optional.empty(), 9)).hasSize(1);
        }
    }

    @Test
    void time_does_not_pass_over_an_event_that_is_on_its_way() {
        var late = new AtomicReference<>(START);
        var storing = new ClockWorld(new SystemWorld(), late);
        var watching = new ClockWorld(new SystemWorld(), clock);
        var silent = Alert.named("silent").on(Payment.class).by(Cards.CARD).absent(Duration.ofSeconds(20));
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(storing, disk, LogSettings.SMALL), 1 << 20)) {
            desk.send(new Pay("1", 5));
            Runnable arrives = () -> desk.send(new Pay("1", 6));
            var ports = new Ports(watching, Arriving.after(desk.store(), 2, arrives), desk.codec());
            try (var machines = AlertMachines.of(silent, ports, (_, _) -> OptionalDouble.empty())) {
                machines.watch().step();
                late.set(START.plusSeconds(15));
                at(30);
                machines.watch().step(); // it comes while this has looked, and before time passes
                assertThat(machines.open()).isZero();
                machines.watch().step();
                assertThat(machines.open()).as("until 35").isZero();
            }
        }
    }

    @Test
    void who_was_taken_over_says_nothing_of_time_either() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var silent = Alert.named("silent").on(Payment.class).by(Cards.CARD).absent(Duration.ofSeconds(20));
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20);
                var first = AlertMachines.of(silent, desk.in(world), (_, _) -> OptionalDouble.empty())) {
            desk.send(new Pay("1", 5));
            first.watch().step();
            first.watch().close(); // it writes down where it is
            try (var second = AlertMachines.of(silent, desk.in(world), (_, _) -> OptionalDouble.empty())) {
                at(30);
                first.watch().step();
                assertThat(first.progress().failure()).hasMessageContaining("runs somewhere else too");
                second.watch().step();
                assertThat(second.open()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_watch_that_fails_amid_events_says_nothing_of_them_at_its_end() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var isMended = new AtomicBoolean();
        var alert = Alert.named("many").on(Payment.Declined.class).by(Cards.CARD).where(declined -> {
            if (declined.shop().equals("books") && !isMended.get()) {
                throw new StackOverflowError("too deep");
            }
            return true;
        }).count(Duration.ofMinutes(1)).atLeast(3);
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20)) {
            try (var machines = AlertMachines.of(alert, desk.in(world), (_, _) -> OptionalDouble.empty())) {
                for (var shop : List.of("tea", "tea", "tea", "books")) {
                    desk.send(new Decline("1", shop));
                }
                machines.watch().step();
                assertThat(machines.progress().failure()).hasRootCauseInstanceOf(StackOverflowError.class);
            }
            isMended.set(true);
            try (var machines = AlertMachines.of(alert, desk.in(world), (_, _) -> OptionalDouble.empty())) {
                machines.watch().step();
                assertThat(machines.watch().open()).containsOnlyKeys("1");
            }
            assertThat(new AlertRecords(desk.store()).history(Optional.empty(), 9)).hasSize(1);
        }
    }

    @Test
    void what_turns_at_one_time_is_said_once_of_each_key_though_it_is_too_much_for_one_append() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var silent = Alert.named("silent").on(Payment.class).by(Cards.CARD).absent(Duration.ofSeconds(20));
        int keys = 7_000;
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20)) {
            var isBroken = new AtomicBoolean();
            var ports = new Ports(world, Arriving.appending(desk.store(), () -> {
                if (isBroken.get() && desk.head() > keys) {
                    throw new IllegalStateException("the power is gone");
                }
            }), desk.codec());
            try (var machines = AlertMachines.of(silent, ports, (_, _) -> OptionalDouble.empty())) {
                while (desk.head() < keys) {
                    desk.send(new Pay(Long.toString(desk.head()), 5));
                }
                steps(machines.watch());
                at(30);
                isBroken.set(true);
                steps(machines.watch());
                assertThat(machines.open()).isBetween(1, keys - 1);
            }
            try (var machines = AlertMachines.of(silent, desk.in(world), (_, _) -> OptionalDouble.empty())) {
                steps(machines.watch());
                assertThat(machines.open()).isEqualTo(keys);
                assertThat(new AlertRecords(desk.store()).history(Optional.empty(), 99_999)).hasSize(keys)
                        .allSatisfy(one -> assertThat(one.at()).isEqualTo(START.plusSeconds(20)));
            }
        }
    }

    @Test
    void while_the_disk_is_full_no_part_is_looked_at_and_what_was_seen_before_is_said_when_there_is_room() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var alert = Alert.named("idle").of(Measure.RUNNING, Cards.MAILER).every(Duration.ofSeconds(1))
                .latest().under(1);
        var isFull = new AtomicBoolean();
        var looks = new AtomicInteger();
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20)) {
            var ports = new Ports(world, Arriving.appending(desk.store(), () -> {
                if (isFull.get()) {
                    throw new DiskFull("no room", new IOException("full"));
                }
            }), desk.codec());
            try (var machines = AlertMachines.of(alert, ports,
                    (_, _) -> OptionalDouble.of(looks.getAndIncrement() % 2))) {
                isFull.set(true);
                for (int second = 0; second < 20; second++) {
                    at(second);
                    machines.watch().step();
                }
                assertThat(looks).hasValue(1);
                assertThat(machines.open()).isZero();
                isFull.set(false);
                machines.watch().step();
                assertThat(new AlertRecords(desk.store()).history(Optional.empty(), 9)).extracting(AlertEvent::at)
                        .containsExactly(START.plusSeconds(19), START);
            }
        }
    }

    @Test
    void a_part_that_cannot_be_measured_is_not_known_and_the_others_are() {
        var world = new ClockWorld(new SystemWorld(), clock);
        var alert = Alert.named("idle").of(Measure.RUNNING, Cards.MAILER, Cards.PRINTER).latest().under(1);
        try (var desk = Desk.on(Cards.APPLICATION, LogStore.open(world, disk, LogSettings.SMALL), 1 << 20);
                var machines = AlertMachines.of(alert, desk.in(world), (part, _) -> {
                    if (part.equals(Cards.MAILER)) {
                        throw new IllegalStateException("no measure of it");
                    }
                    return OptionalDouble.of(0);
                })) {
            machines.watch().step();
            assertThat(machines.progress().failure()).isNull();
            assertThat(machines.watch().open()).containsOnlyKeys("printer");
            assertThat(machines.watch().failed()).isEqualTo(1);
        }
    }

    private static void steps(Watch watch) {
        while (watch.step()) {
            assertThat(watch.progress().failure()).isNull();
        }
    }
}

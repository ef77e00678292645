// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Migration;
import io.thence.Next;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Saga;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.bank.PassingWorld;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.Processor;
import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.Transfers.Cancel;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Stage;
import io.thence.saga.Transfers.Transfer;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.supervise.Supervisor;
import io.thence.world.MemoryDisk;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Wakes come when they are due and not before, after a restart too, and only where they are still wanted. */
class SagaTimersTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    /** Its instances wait so many seconds as their requests have cents; a cancellation lets them wait no more. */
    private static final Saga<String, Transfer> REMINDER = Saga.named("reminder").by(Transfers.TRANSFER)
            .from(Transfer.NONE)
            .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e))
                    .wake("remind", Duration.ofSeconds(e.cents())))
            .on(Happening.Cancelled.class, (t, _) -> Next.state(t.at(Stage.GIVING)).cancelWake("remind")
                    .wakeAt("end", START.plusSeconds(500)))
            .onWake("remind", t -> Next.state(t.at(Stage.DONE)).done())
            .onWake("end", t -> Next.state(t.at(Stage.FAILED)).done());

    /** The real world, but for its wall clock, which a test moves on. */
    private record ClockWorld(World world, AtomicReference<Instant> clock) implements PassingWorld {
        @Override
        public Instant now() {
            return clock.get();
        }
    }

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final ClockWorld world = new ClockWorld(new SystemWorld(), clock);
    private final Application application = Application.named("test")
            .with(Transfers.EVENTS, Transfers.REQUESTING, Transfers.CANCELLING, REMINDER);
    private final Desk desk = Desk.on(application, LogStore.open(world, new MemoryDisk(), LogSettings.SMALL), 1 << 20);

    @AfterEach
    void close() {
        desk.close();
    }

    private SagaMachines<String, Transfer> started(int wakes) {
        assertThat(application.check()).isEmpty();
        var machines = SagaMachines.of(REMINDER, desk.in(world), desk.commands(), wakes);
        machines.start();
        return machines;
    }

    private void request(String transfer, int seconds) {
        desk.send(new Request(transfer, "a", "b", seconds));
    }

    /** The clock moves on; timers look at it when something comes. */
    private void move(int second) {
        clock.set(START.plusSeconds(second));
        request("at-" + second, 1_000_000);
    }

    private SagaInstances<String, Transfer> instances(Progress progress) {
        var plan = new SagaPlan<>(REMINDER);
        return new SagaInstances<>(REMINDER, new SagaLog<>(plan, desk.in(world)), desk.in(world),
                progress);
    }

    private SagaInstance<Transfer> instance(String transfer) {
        return instances(new Progress("test", world, new Signal())).of(transfer).orElseThrow();
    }

    private void await(Processor processor, String transfer, Status status) {
        var instances = instances(processor.progress());
        assertThat(processor.progress().await(() -> instances.of(transfer).filter(one -> one.status() == status)
                .isPresent(), LONG)).as(transfer).isTrue();
    }

    private static void awaitHandled(Processor processor, long position) {
        assertThat(processor.progress().await(position, LONG)).isTrue();
    }

    @Test
    void one_is_woken_when_that_is_due_and_not_before() {
        request("x", 30);
        request("y", 60);
        try (var machines = started(100)) {
            var processor = machines.processor();
            awaitHandled(processor, 2);
            assertThat(instance("x").waitsFor())
                    .containsExactly(new SagaInstance.Wait.Wake("remind", START.plusSeconds(30)));
            move(59);
            await(processor, "x", Status.DONE);
            awaitHandled(processor, desk.head());
            assertThat(instance("y").status()).isEqualTo(Status.RUNNING);
            move(60);
            await(processor, "y", Status.DONE);
            assertThat(instance("y").state().stage()).isEqualTo(Stage.DONE);
        }
    }

    @Test
    void a_wake_that_was_due_while_nothing_ran_comes_after_the_start() {
        request("x", 30);
        try (var machines = started(100)) {
            await(machines.processor(), "x", Status.RUNNING);
        }
        clock.set(START.plusSeconds(31));
        try (var machines = started(100)) {
            await(machines.processor(), "x", Status.DONE);
            assertThat(instance("x").history()).hasSize(2);
        }
    }

    @Test
    void timers_that_fail_look_again_into_the_log_and_forget_no_wake() {
        var failures = new AtomicInteger();
        var store = PassingStore.before(desk.store(), append -> {
            if (!append.events().isEmpty() && append.events().getFirst().type().equals("thence.saga-due")
                    && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        });
        var supervision = Supervision.DEFAULT.resting(Duration.ofMillis(1), Duration.ofMillis(4));
        var told = new ConcurrentLinkedQueue<SystemEvent>();
        var ports = new Ports(world, store, desk.codec()).supervisor(new Supervisor(supervision, world, told::add));
        request("x", 30);
        request("y", 60);
        try (var machines = SagaMachines.of(REMINDER, ports, desk.commands(), 100)) {
            machines.start();
            awaitHandled(machines.processor(), 2);
            failures.set(3);
            move(59);
            await(machines.processor(), "x", Status.DONE);
            move(60);
            await(machines.processor(), "y", Status.DONE);
            assertThat(told).hasSize(3).allMatch(SystemEvent.Restarted.class::isInstance);
            assertThat(instance("x").history()).hasSize(2);
        }
    }

    @Test
    void a_wake_that_was_cancelled_does_not_come_and_another_does() {
        request("x", 30);
        desk.send(new Cancel("x"));
        try (var machines = started(100)) {
            move(499);
            await(machines.processor(), "at-499", Status.RUNNING);
            awaitHandled(machines.processor(), desk.head());
            assertThat(instance("x").status()).isEqualTo(Status.RUNNING);
            move(500);
            await(machines.processor(), "x", Status.DONE);
            assertThat(instance("x").state().stage()).isEqualTo(Stage.FAILED);
        }
    }

    @Test
    void a_wake_that_its_instance_wants_no_more_when_its_turn_comes_does_nothing() {
        request("x", 30);
        try (var machines = started(100)) {
            await(machines.processor(), "x", Status.RUNNING);
        }
        desk.send(new Cancel("x"));
        var due = new SagaEvent.Due("reminder", "transfer", "x", "remind", 1);
        desk.store().append(Append.of(List.of(due.stored(1), due.stored(1)), Origin.of("test")));
        try (var machines = started(100)) {
            awaitHandled(machines.processor(), desk.head());
            assertThat(instance("x").state().stage()).isEqualTo(Stage.GIVING);
            assertThat(instance("x").history()).hasSize(2);
        }
    }

    @Test
    void more_wakes_than_are_at_hand_all_come() {
        for (int i = 9; i > 0; i--) {
            request("x" + i, i);
        }
        try (var machines = started(2)) {
            awaitHandled(machines.processor(), 9);
            move(10);
            for (int i = 1; i <= 9; i++) {
                await(machines.processor(), "x" + i, Status.DONE);
            }
        }
        assertThat(dues()).as("each was said once").isEqualTo(9);
    }

    private int dues() {
        var start = new Position(desk.store().lineage(), 0);
        try (var dues = desk.store().read(Query.types(Set.of("thence.saga-due")), start, Direction.FORWARDS)) {
            return dues.list(100).size();
        }
    }

    /** The instance takes no step meanwhile: it may be held up for long. */
    @Test
    void what_was_said_to_be_due_is_not_said_again_after_a_start() {
        request("x", 30);
        try (var machines = started(100)) {
            awaitHandled(machines.processor(), 1);
        }
        for (int second : List.of(29, 31, 32)) {
            clock.set(START.plusSeconds(second));
            step(REMINDER, 100);
            assertThat(dues()).as("after %s s", second).isEqualTo(second < 30 ? 0 : 1);
        }
    }

    /** Timers begin, and do what there is to do now. */
    private void step(Saga<String, Transfer> saga, int wakes) {
        var progress = new Progress("test", world, new Signal());
        try (var timers = new Timers(new SagaPlan<>(saga), desk.in(world), wakes, progress)) {
            while (timers.step()) {
                Thread.onSpinWait();
            }
        }
    }

    private static final class Lines extends Handler {
        private final List<String> all = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            all.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private void moved(String transfer, long number, String state, int second) {
        var wake = new Armed("remind", number, START.plusSeconds(second));
        var moved = new Moved("reminder", "transfer", transfer, number, new Input.Happened("a", "type"), state,
                List.of(), List.of(wake), Status.RUNNING);
        desk.store().append(Append.of(List.of(moved.stored(1)), Origin.of("test")));
    }

    /** Also where only the nearest wakes are at hand, and of others it is looked up whether they are wanted. */
    @Test
    void a_step_that_no_code_reads_any_more_is_passed_over_and_told_once() {
        var text = new SagaPlan<>(REMINDER).text(Transfer.NONE);
        moved("ended", 1, "{\"spoilt\":true}", 20);
        moved("half", 1, text, 100);
        moved("half", 2, "{\"spoilt\":true}", 100);
        for (int i = 9; i > 0; i--) {
            moved("x" + i, 1, text, 100 + i);
        }
        var migrated = REMINDER.migrating(Migration.NONE.state(json -> {
            if (json.has("spoilt")) {
                throw new IllegalStateException("no idea");
            }
            return json;
        }));
        var logger = Logger.getLogger(Timers.class.getName());
        var lines = new Lines();
        logger.addHandler(lines);
        logger.setLevel(Level.ALL);
        try {
            clock.set(START.plusSeconds(200));
            step(migrated, 2);
        } finally {
            logger.removeHandler(lines);
            logger.setLevel(null);
        }
        assertThat(dues()).as("all that are wanted, and that of the step before one that is not read").isEqualTo(10);
        assertThat(lines.all).satisfiesExactly(
                line -> assertThat(line).contains("at position 1, which cannot be read, 1 in all", "migrating(..)"),
                line -> assertThat(line).contains("at position 3, which cannot be read, 2 in all"));
    }
}

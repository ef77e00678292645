// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.event.EventCodec;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaEvent.Told;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.testing.sim.Transfers.Begin;
import io.thence.testing.sim.Transfers.Booked;
import io.thence.testing.sim.Transfers.Cancel;
import io.thence.testing.sim.Transfers.Note;
import io.thence.testing.sim.Transfers.Open;
import io.thence.testing.sim.Transfers.Shut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transfers between accounts that are shut at times, cancelled, late, and refused, while the power goes: no money is
 * lost or made, each command is done once, nobody is woken before time, and each transfer comes to its end.
 */
class SagaLivesTest {

    private static final int SEEDS = 150;
    private static final int TRANSFERS = 6;
    private static final List<String> ACCOUNTS = List.of("ann", "bob", "cyd", "dan");
    private static final long CENTS = 60;

    /** What happened. */
    enum Met { DONE, COMPENSATED, TAKE_REFUSED, GIVE_REFUSED, WITHDRAWN, UNDONE, LATE, CANCELLED, TOLD, DEAD }

    private final Map<Met, Integer> met = new EnumMap<>(Met.class);

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void each_transfer_is_whole_or_undone() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            simulator().run(seed);
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 5);
        }
    }

    private Simulator simulator() {
        var simulator = Simulator.of(Transfers.APP).without(Fault.CLOCK_BACKWARDS) // nobody is woken before time by it
                .caller("keeper", SagaLivesTest::keep)
                .mending(bank -> ACCOUNTS.forEach(account -> bank.send(new Shut(account, false))))
                .eventually("each transfer has ended", bank -> bank.saga(Transfers.SAGA).unfinished(1).isEmpty())
                .check(bank -> new Books(bank).check(met));
        for (int i = 0; i < 3; i++) {
            simulator = simulator.caller("payer-" + i, SagaLivesTest::pay);
        }
        return simulator;
    }

    private static void open(Caller caller) {
        ACCOUNTS.forEach(account -> caller.send(new Open(account, CENTS), "open-" + account));
    }

    private static void pay(Caller caller) {
        open(caller);
        var random = caller.random();
        for (int i = 0; i < TRANSFERS; i++) {
            var name = caller.name() + "." + i;
            int from = random.nextInt(ACCOUNTS.size());
            var to = ACCOUNTS.get((from + 1 + random.nextInt(ACCOUNTS.size() - 1)) % ACCOUNTS.size());
            caller.send(new Begin(name, ACCOUNTS.get(from), to, 1 + random.nextInt(50), random.nextInt(300),
                    random.nextInt(5) == 0 ? random.nextInt(320) : 60_000), "begin-" + name);
            caller.pause(Duration.ofMillis(random.nextInt(150)));
            caller.send(new Note(name), "note-" + name);
            caller.pause(Duration.ofMillis(random.nextInt(100)));
            if (random.nextInt(6) == 0) {
                caller.send(new Cancel(name), "cancel-" + name);
            }
            if (random.nextInt(4) == 0) {
                cancel(caller, name);
            }
        }
    }

    /** As an operator does, who does not know how it stands, nor what he has told before a crash. */
    private static void cancel(Caller caller, String name) {
        try {
            caller.thence().saga(Transfers.SAGA).compensate(name, caller.name(), "no more");
        } catch (BadRequest | DiskFull e) {
            caller.note("is told " + e.getMessage());
        }
    }

    /** Shuts accounts, and opens some of them again. */
    private static void keep(Caller caller) {
        open(caller);
        var random = caller.random();
        for (int i = 0; i < 10; i++) {
            caller.pause(Duration.ofMillis(random.nextInt(200)));
            var account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            caller.send(new Shut(account, random.nextInt(3) > 0), "shut-" + i);
        }
    }

    /** Reads all events, in their order. */
    private static final class Books {

        private final Thence bank;
        private final EventCodec codec = new EventCodec(Transfers.APP);
        private final Map<String, Long> balances = new HashMap<>();
        private final Map<String, Status> sagas = new HashMap<>();
        private final Map<String, Map<String, Instant>> wakes = new HashMap<>();
        private final Map<String, Map<String, Long>> booked = new HashMap<>();
        private final Map<String, ArrayDeque<String>> accepted = new HashMap<>();
        private final Set<String> asked = new HashSet<>();
        private final Set<Input> inputs = new HashSet<>();

        Books(Thence bank) {
            this.bank = bank;
        }

        void check(Map<Met, Integer> met) {
            var start = new Position(bank.store().lineage(), 0);
            try (var events = bank.store().read(Query.ALL, start, Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    enter(event.get(), met);
                    if (sagas.values().stream().allMatch(Status::isEnd)) {
                        assertThat(balances.values().stream().mapToLong(cents -> cents).sum())
                                .as("at %s", event.get().number()).isEqualTo(CENTS * balances.size());
                    }
                }
            }
            assertThat(sagas.keySet()).isEqualTo(asked);
            sagas.forEach(this::checkWhole);
        }

        /** What was booked for a transfer: each once, all of it or nothing in the end. */
        private void checkWhole(String transfer, Status status) {
            var all = booked.getOrDefault(transfer, Map.of());
            assertThat(all.values().stream().mapToLong(cents -> cents).sum()).as("%s: %s", transfer, all).isZero();
            boolean isGiven = all.keySet().stream().anyMatch(id -> id.contains("/ask/") && all.get(id) > 0);
            assertThat(status).as("%s: %s", transfer, all).isEqualTo(isGiven ? Status.DONE : Status.COMPENSATED);
        }

        private void enter(StoredEvent event, Map<Met, Integer> met) {
            var own = SagaEvent.read(event);
            if (own.isPresent()) {
                switch (own.get()) {
                    case Moved moved -> moved(moved, met);
                    case Told _ -> {}
                    case Due due -> assertThat(event.stamp().instant()).as("%s", due)
                            .isAfterOrEqualTo(wakes.get(due.instance()).get(due.wake()));
                }
            } else if (DeadLetterEvent.read(event).orElse(null) instanceof DeadLettered letter) {
                assertThat(letter.failure()).matches(".*(UndoRefused|SimulatedFailure)");
                met.merge(Met.DEAD, 1, Integer::sum);
            } else if (!event.type().startsWith("thence.")) {
                book(event, (Booked) codec.decode(event).data());
            }
        }

        private void book(StoredEvent event, Booked booking) {
            switch (booking) {
                case Booked.Opened e -> balances.put(e.account(), e.cents());
                case Booked.Taken e -> change(event, e.account(), -e.cents());
                case Booked.Given e -> change(event, e.account(), e.cents());
                case Booked.Asked e -> asked.add(e.transfer());
                case Booked.Shut _, Booked.Noted _, Booked.Cancelled _ -> {}
            }
        }

        private void change(StoredEvent event, String account, long cents) {
            assertThat(balances.merge(account, cents, Long::sum)).isNotNegative();
            var transfer = event.id().text().split("/", -1)[1];
            assertThat(event.origin().correlation()).hasValue("begin-" + transfer + "/0");
            assertThat(booked.computeIfAbsent(transfer, _ -> new HashMap<>()).put(event.id().text(), cents)).isNull();
        }

        private void moved(Moved moved, Map<Met, Integer> met) {
            sagas.put(moved.instance(), moved.status());
            var due = wakes.computeIfAbsent(moved.instance(), _ -> new HashMap<>());
            moved.wakes().forEach(wake -> due.put(wake.wake(), wake.due()));
            ordered(moved.input(), accepted.computeIfAbsent(moved.instance(), _ -> new ArrayDeque<>()));
            met(moved).forEach(what -> met.merge(what, 1, Integer::sum));
        }

        /** What was accepted last is undone first, and an event is heard once. */
        private void ordered(Input input, ArrayDeque<String> stack) {
            switch (input) {
                case Input.Accepted e -> stack.push(e.ask());
                case Input.Undone e -> assertThat(e.ask()).isEqualTo(stack.pop());
                case Input.Happened e -> assertThat(inputs.add(e)).as("%s", e).isTrue();
                default -> {}
            }
        }

        private static Set<Met> met(Moved moved) {
            var all = new HashSet<Met>();
            if (moved.status().isEnd()) {
                all.add(moved.status() == Status.DONE ? Met.DONE : Met.COMPENSATED);
            }
            switch (moved.input()) {
                case Input.Refused e -> all.add(e.ask().equals("give") ? Met.GIVE_REFUSED : Met.TAKE_REFUSED);
                case Input.Withdrawn _ -> all.add(Met.WITHDRAWN);
                case Input.Undone _ -> all.add(Met.UNDONE);
                case Input.Told _ -> all.add(Met.TOLD);
                case Input.Woken e when e.wake().equals("late") -> all.add(Met.LATE);
                case Input.Happened e when e.type().equals("transfer.cancelled") -> all.add(Met.CANCELLED);
                default -> {}
            }
            return all;
        }
    }
}

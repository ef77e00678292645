// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Empty;
import io.thence.bank.BankCommand.Levy;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A state is the fold of its key's durable events, whether it was hot, learnt, evicted or read from the beginning. */
class FolderTest {

    private static final List<String> ACCOUNTS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    private static final List<String> OWNERS = List.of("ann", "bob", "cat");

    /** Counts how often a fold is read from the log. */
    private static final class ReadCount extends PassingStore {
        private final AtomicInteger reads = new AtomicInteger();

        ReadCount(EventStore store) {
            super(store);
        }

        @Override
        public EventReader read(Query query, Position from, Direction direction) {
            reads.incrementAndGet();
            return super.read(query, from, direction);
        }
    }

    private static BankCommand any(Random random) {
        var account = any(ACCOUNTS, random);
        return switch (random.nextInt(10)) {
            case 0 -> new Open(account, any(OWNERS, random));
            case 1, 2 -> new Withdraw(account, random.nextInt(1, 8));
            case 3 -> new Empty(account);
            case 4, 5 -> new Move(account, any(ACCOUNTS, random), random.nextInt(1, 5));
            case 6 -> new Levy(List.of(account, any(ACCOUNTS, random), any(ACCOUNTS, random)), random.nextInt(1, 4));
            case 7 -> new Note("n" + random.nextInt());
            default -> new Deposit(account, random.nextInt(1, 8));
        };
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** The outcome without the log's own id. */
    private static String told(Outcome outcome) {
        return outcome.toString().replaceAll("@[0-9a-f-]{36}", "");
    }

    /** What the balances must be, by a loop over all events. */
    private static Map<String, Long> balances(Desk desk) {
        var balances = new HashMap<String, Long>();
        for (var event : desk.events()) {
            switch ((BankEvent) event.data()) {
                case Deposited(String account, long cents) -> balances.merge(account, cents, Long::sum);
                case Withdrawn(String account, long cents) -> balances.merge(account, -cents, Long::sum);
                case Moved(String from, String to, long cents) -> {
                    balances.merge(from, -cents, Long::sum);
                    balances.merge(to, cents, Long::sum);
                }
                case Opened _, Noted _ -> {}
            }
        }
        return balances;
    }

    private static long held(Desk desk, String owner) {
        return desk.events().stream()
                .filter(event -> event.data() instanceof Opened opened && opened.owner().equals(owner)).count();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void outcomes_and_states_are_the_same_whatever_is_kept_hot(long seed) {
        var random = new Random(seed);
        try (var none = hot(0); var tiny = hot(600); var large = hot(1 << 20)) {
            for (int i = 0; i < 400; i++) {
                var command = any(random);
                var id = "c" + random.nextInt(300);
                var expected = told(none.send(id, command));
                assertThat(told(tiny.send(id, command))).as("command %d, %s", i, command).isEqualTo(expected);
                assertThat(told(large.send(id, command))).as("command %d, %s", i, command).isEqualTo(expected);
                if (random.nextInt(8) == 0) {
                    compare(random, tiny);
                    compare(random, large);
                }
            }
            assertThat(large.head()).isGreaterThan(100);
        }
    }

    private static Desk hot(long bytes) {
        return Desk.on(Bank.APPLICATION, Desk.open(new MemoryDisk()).store(), bytes);
    }

    private static void compare(Random random, Desk desk) {
        var balances = balances(desk);
        for (var account : List.of(any(ACCOUNTS, random), any(ACCOUNTS, random))) {
            assertThat(desk.balance(account)).as("balance of %s at %d", account, desk.head())
                    .isEqualTo(balances.getOrDefault(account, 0L));
        }
        var owner = any(OWNERS, random);
        assertThat((long) desk.folder().state(Bank.ACCOUNTS_HELD, owner)).isEqualTo(held(desk, owner));
    }

    @Test
    void what_a_command_writes_is_learnt_and_not_read_again() {
        try (var log = Desk.open(new MemoryDisk())) {
            var store = new ReadCount(log.store());
            var desk = Desk.on(Bank.APPLICATION, store, 1 << 20);
            desk.send(new Note("in an empty log nothing is read"));
            desk.send(new Deposit("a", 9));
            desk.send(new Deposit("b", 1));
            assertThat(store.reads.get()).as("each key was read once, before its first event").isEqualTo(2);
            desk.send(new Levy(List.of("b", "a"), 1));
            int read = store.reads.get();
            assertThat(desk.balance("a")).isEqualTo(8);
            assertThat(desk.balance("b")).isZero();
            assertThat(store.reads.get()).isEqualTo(read);
            assertThat(desk.besides().balance("a")).as("the fold from scratch").isEqualTo(8);
        }
    }

    @Test
    void a_hot_state_takes_in_what_others_wrote() {
        try (var desk = Desk.open(new MemoryDisk())) {
            var other = desk.besides();
            desk.send(new Deposit("a", 5));
            other.send(new Withdraw("a", 2));
            other.send(new Note("one"));
            assertThat(desk.balance("a")).isEqualTo(3);
            desk.send(new Move("a", "b", 3));
            assertThat(other.balance("a")).isZero();
            assertThat(other.balance("b")).isEqualTo(3);
        }
    }

    @Test
    void nothing_beyond_the_durable_head_is_folded() {
        try (var log = Desk.open(new MemoryDisk())) {
            log.send(new Deposit("a", 1));
            log.send(new Deposit("a", 2));
            log.send(new Deposit("a", 4));
            var head = new AtomicInteger(2);
            var store = new PassingStore(log.store()) {
                @Override
                public Position head() {
                    return new Position(lineage(), head.get());
                }
            };
            var desk = Desk.on(Bank.APPLICATION, store, 1 << 20);
            assertThat(desk.balance("a")).isEqualTo(3);
            head.set(3);
            assertThat(desk.balance("a")).isEqualTo(7);
        }
    }

    @Test
    void where_two_steps_fit_the_first_holds() {
        try (var desk = Desk.open(new MemoryDisk())) {
            desk.send(new Deposit("a", 5));
            desk.send(new Withdraw("a", 1));
            var fold = Fold.by(Bank.ACCOUNT).from("").on(Withdrawn.class, (text, _) -> text + "w")
                    .on(Booked.class, (text, _) -> text + "b");
            assertThat(desk.folder().state(fold, "a")).isEqualTo("bw");
        }
    }

    @Test
    void two_folds_of_equal_shape_are_kept_apart() {
        try (var desk = Desk.open(new MemoryDisk())) {
            desk.send(new Deposit("a", 5));
            assertThat(desk.folder().state(times(2), "a")).isEqualTo(10);
            assertThat(desk.folder().state(times(3), "a")).isEqualTo(15);
        }
    }

    private static Fold<String, Long> times(int factor) {
        return Fold.by(Bank.ACCOUNT).from(0L).on(Deposited.class, (sum, event) -> sum + factor * event.cents());
    }

    /** A start checks those of deciders; each other one is checked when it is read first. */
    @Test
    void a_fold_that_cannot_be_read_rightly_is_refused() {
        var desk = Desk.open(new MemoryDisk());
        var changing = Fold.by(Bank.ACCOUNT).from(new ArrayList<String>()).on(Deposited.class, (all, e) -> {
            all.add(e.account());
            return all;
        });
        assertThatThrownBy(() -> desk.folder().state(changing, "a")).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("fold by account (").hasMessageContaining("ArrayList can change");
        var astray = Fold.by(Bank.OWNER).from(0L).on(Deposited.class, (sum, e) -> sum + e.cents());
        assertThatThrownBy(() -> desk.folder().state(astray, "ann")).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("fold by owner (").hasMessageContaining("account.deposited is not filed under");
        desk.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.PassingWorld;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.log.Wanted;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetters;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.view.Rebuild;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a projection did for events that were removed from the log is not lost without a word. */
class RemovedEventsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);
    private static final CompactionSettings RETAINING = new CompactionSettings(Duration.ZERO, Duration.ZERO,
            List.of(Retention.ofAge("account", Duration.ZERO)));
    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));

    @TempDir
    private Path data;

    /** The real world, later. */
    private record Later(World world, Duration by) implements PassingWorld {
        @Override
        public Instant now() {
            return world.now().plus(by);
        }
    }

    private Thence run(Projection projection) {
        return run(projection, new SystemWorld());
    }

    private Thence run(Projection projection, World world) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, projection),
                new Engine(world, new FileDisk(data), TINY, 1 << 20));
    }

    private static void deposit(Thence bank, int times) {
        for (int i = 0; i < times; i++) {
            bank.send(new Deposit(i % 2 == 0 ? "a" : "b", 1), Send.as("d" + bank.store().head().number()));
        }
    }

    private static long cents(Thence bank, Projection projection) {
        return bank.query(projection).upTo(bank.store().head()).within(LONG)
                .<Long>one("select sum(cents) n from balances", row -> row.number("n"));
    }

    private static long removed(Thence bank) {
        var compaction = bank.compact(RETAINING);
        assertThat(compaction.await(LONG)).isTrue();
        assertThat(compaction.progress().failure()).isEmpty();
        return compaction.progress().removed();
    }

    private static Rebuild built(Rebuild rebuild) {
        assertThat(rebuild.await(LONG)).isTrue();
        return rebuild;
    }

    private static void refused(Rebuild rebuild, long removed) {
        assertThatThrownBy(rebuild::swap).isInstanceOf(BadRequest.class)
                .hasMessageContaining(": " + removed + " events that it reads were removed from the log before it came"
                        + " to them")
                .hasMessageContaining("say fromWhatIsLeft()");
    }

    private void loseIndex() {
        try (var disk = new FileDisk(data)) {
            disk.list("index").forEach(name -> disk.delete("index/" + name));
        }
    }

    @Test
    void tables_that_lack_what_removed_events_did_do_not_take_the_place_of_others() {
        long removed;
        try (var bank = run(BALANCES)) {
            deposit(bank, 200);
            assertThat(cents(bank, BALANCES)).isEqualTo(200);
            removed = removed(bank);
            assertThat(removed).isBetween(100L, 199L);
            refused(built(bank.rebuild(BALANCES)), removed);
        }
        loseIndex();
        try (var bank = run(BALANCES)) {
            refused(built(bank.beside(BALANCES).orElseThrow()), removed);
            bank.beside(BALANCES).orElseThrow().drop();
            refused(built(bank.rebuild(BALANCES)), removed);
            assertThat(cents(bank, BALANCES)).isEqualTo(200);
        }
        var following = BALANCES.fromWhatIsLeft();
        try (var bank = run(following)) {
            built(bank.beside(following).orElseThrow()).swap();
            assertThat(cents(bank, following)).isEqualTo(200 - removed);
        }
    }

    @Test
    void tables_that_took_events_in_before_they_were_removed_are_swapped_as_ever() {
        try (var bank = run(BALANCES)) {
            deposit(bank, 200);
            cents(bank, BALANCES);
            var rebuild = built(bank.rebuild(BALANCES));
            assertThat(removed(bank)).isPositive();
            rebuild.swap();
            assertThat(cents(bank, BALANCES)).isEqualTo(200);
        }
        try (var bank = run(BALANCES)) {
            built(bank.beside(BALANCES).orElseThrow()).swap();
            assertThat(cents(bank, BALANCES)).isEqualTo(200);
        }
    }

    @Test
    void nothing_is_removed_that_a_projection_has_not_taken_in() throws InterruptedException {
        var held = new CountDownLatch(1);
        var slow = BALANCES.on(Deposited.class, (_, _) -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (var bank = run(slow)) {
            deposit(bank, 200);
            long removed = removed(bank);
            held.countDown();
            assertThat(removed).isZero();
            assertThat(cents(bank, slow)).isEqualTo(200);
            assertThat(removed(bank)).isPositive();
        }
    }

    @Test
    void what_is_parked_holds_what_is_filed_under_its_key_for_ninety_days() {
        var failing = BALANCES.on(Deposited.class, (_, e) -> {
            if (e.account().equals("b")) {
                throw new IllegalStateException("no");
            }
        });
        try (var bank = run(failing)) {
            deposit(bank, 200);
            cents(bank, failing);
            assertThat(removed(bank)).as("of a").isPositive();
            assertThat(left(bank, "b")).isEqualTo(100);
        }
        try (var bank = run(failing, new Later(new SystemWorld(), Duration.ofDays(89)))) {
            removed(bank);
            assertThat(left(bank, "b")).isEqualTo(100);
        }
        try (var bank = run(failing, new Later(new SystemWorld(), Duration.ofDays(91)))) {
            assertThat(removed(bank)).isPositive();
            assertThat(left(bank, "b")).isLessThan(50);
        }
    }

    private static final Reaction FAILING = Reaction.named("failing").policy(Policy.DEFAULT.attempts(1))
            .on(Deposited.class, (e, _) -> {
                if (e.account().equals("b")) {
                    throw new IllegalStateException("no");
                }
            });

    private Thence runFailing(World world) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, FAILING),
                new Engine(world, new FileDisk(data), TINY, 1 << 20));
    }

    private static int left(Thence bank, String account) {
        try (var events = bank.store().read(Query.keys(Bank.ACCOUNT.value(account)),
                new Position(bank.store().lineage(), 0), Direction.FORWARDS)) {
            return events.list(1_000).size();
        }
    }

    /** When the events are gone, a retry comes to its end: there is nothing to be tried. */
    @Test
    void a_dead_letter_holds_what_is_filed_under_its_key_for_ninety_days() {
        try (var bank = runFailing(new SystemWorld())) {
            deposit(bank, 200);
            bank.await(FAILING, bank.store().head(), LONG);
            assertThat(removed(bank)).as("all of a that is in sealed segments").isGreaterThan(70);
            assertThat(left(bank, "b")).isEqualTo(100);
            assertThat(left(bank, "a")).isLessThan(30);
        }
        try (var bank = runFailing(new Later(new SystemWorld(), Duration.ofDays(89)))) {
            removed(bank);
            assertThat(left(bank, "b")).isEqualTo(100);
        }
        try (var bank = runFailing(new Later(new SystemWorld(), Duration.ofDays(91)))) {
            var letters = bank.deadLetters(FAILING);
            assertThat(letters.list()).hasSize(1);
            assertThat(removed(bank)).isGreaterThan(70);
            letters.retryAll("anna", "mended");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(letters.list()).as("what is left of b fails again, or there is nothing left").hasSizeLessThan(2)
                    .allMatch(letter -> letter.position() > 100);
        }
    }

    /** At rest nobody has ended the letter yet: it is the tombstone that wins. */
    @Test
    void a_tombstone_wins_over_a_dead_letter_and_the_next_start_ends_it_as_erased() {
        long head;
        try (var bank = runFailing(new SystemWorld())) {
            deposit(bank, 200);
            bank.await(FAILING, bank.store().head(), LONG);
            assertThat(bank.deadLetters(FAILING).list()).hasSize(1);
        }
        try (var disk = new FileDisk(data); var store = LogStore.open(new SystemWorld(), disk, TINY)) {
            store.append(Append.of(List.of(Truncation.tombstone(Bank.ACCOUNT.value("b"))), Origin.of("test")));
            var wanted = new Wanted(Long.MAX_VALUE, DeadLetters.needs(store));
            assertThat(wanted.keys()).containsExactly(Map.entry(Bank.ACCOUNT.value("b"), 2L));
            var compaction = store.compact(new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of()), wanted);
            assertThat(compaction.await(LONG)).isTrue();
            assertThat(compaction.progress().removed()).as("of b").isBetween(70L, 100L);
            assertThat(store.at(2)).isEmpty();
            head = store.head().number();
        }
        try (var bank = runFailing(new SystemWorld())) {
            assertThat(bank.progress(FAILING).await(() -> bank.deadLetters(FAILING).list().isEmpty(), LONG)).isTrue();
            try (var events = bank.store().read(Query.types(DeadLetterEvent.TYPES.names()),
                    new Position(bank.store().lineage(), head), Direction.FORWARDS)) {
                assertThat(events.list(10)).extracting(StoredEvent::type)
                        .containsExactly("thence.dead-letter-erased", "thence.dead-letter-cleared");
            }
        }
    }

    @Test
    void nothing_is_annulled_that_tables_would_be_built_anew_for_and_lose_rows() {
        var rebuilt = BALANCES.rebuildOnAnnul();
        EventId last;
        try (var bank = run(rebuilt)) {
            deposit(bank, 200);
            cents(bank, rebuilt);
            long removed = removed(bank);
            last = new EventId("d" + (bank.store().head().number() - 1) + "/0");
            assertThatThrownBy(() -> bank.annul(List.of(last), "anna", "wrong")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("would be built anew, and " + removed + " events that it reads were removed");
            assertThat(cents(bank, rebuilt)).isEqualTo(200);
        }
        var following = rebuilt.fromWhatIsLeft();
        try (var bank = run(following)) {
            bank.annul(List.of(last), "anna", "wrong");
            assertThat(cents(bank, following)).isLessThan(100);
        }
    }

    @Test
    void a_key_of_which_events_were_removed_is_not_built_anew() {
        var byAccount = BALANCES.parallelBy(Bank.ACCOUNT);
        try (var bank = run(byAccount)) {
            deposit(bank, 200);
            cents(bank, byAccount);
            removed(bank);
            assertThatThrownBy(() -> bank.rebuild(byAccount, Bank.ACCOUNT, "a", LONG)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("account/a cannot be built anew: ");
            assertThat(cents(bank, byAccount)).isEqualTo(200);
        }
    }
}

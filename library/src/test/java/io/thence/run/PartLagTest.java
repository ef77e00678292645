// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Alert;
import io.thence.Application;
import io.thence.MemoryProjection;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Part;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.Watched.Measure;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Empty;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Latches;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.store.Lag;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How far behind the log each kind of part says that it is, by a clock that a test sets. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class PartLagTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final SetWorld world = new SetWorld(new SystemWorld(),
            new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli()));
    private final Held held = new Held();

    /** The real machine, but that its wall clock stands where a test has set it. */
    private record SetWorld(World world, AtomicLong millis) implements PassingWorld {

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(millis.get());
        }

        void pass(Duration time) {
            millis.addAndGet(time.toMillis());
        }
    }

    /** Holds whoever handles a withdrawal from the account "held", until it is let go. */
    static final class Held implements AutoCloseable {
        private final CountDownLatch come = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        void handle(Withdrawn withdrawn) {
            if (withdrawn.account().equals("held")) {
                come.countDown();
                Latches.await(free);
            }
        }

        @Override
        public void close() {
            free.countDown();
        }
    }

    private static Projection tables(Held held) {
        return Projection.sql("tables", 1, "create table taken (account varchar primary key, cents bigint default 0)")
                .on(Withdrawn.class, (db, e) -> {
                    held.handle(e);
                    db.row("taken", e.account()).add("cents", e.cents());
                });
    }

    private static MemoryProjection<AtomicLong> model(Held held) {
        return Projection.inMemory("model", AtomicLong::new).on(Withdrawn.class, (sum, e) -> {
            held.handle(e);
            sum.addAndGet(e.cents());
        });
    }

    /** What reads withdrawals. */
    enum Kind {
        ONE_LANE(PartLagTest::tables),
        FOUR_LANES(held -> tables(held).parallelBy(Bank.ACCOUNT)),
        IN_MEMORY(PartLagTest::model),
        ALERT(held -> Alert.named("many").on(Withdrawn.class).where(e -> {
            held.handle(e);
            return true;
        }).count(Duration.ofMinutes(1)).atLeast(1_000_000)),
        REACTION(held -> Reaction.named("letters").on(Withdrawn.class, (e, _) -> held.handle(e)));

        private final Function<Held, Part> part;

        Kind(Function<Held, Part> part) {
            this.part = part;
        }
    }

    private Thence run(Part part) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, Bank.NOTING, part),
                new Engine(world, new MemoryDisk(), LogSettings.DEFAULT, 1 << 20));
    }

    /** How fast it drains depends on the machine. */
    private static Lag behind(Thence bank, Part part) {
        return bank.lag(part).drained(OptionalDouble.empty());
    }

    private static void assertUpToDate(Thence bank, Part part) {
        assertThat(bank.await(part, bank.store().head(), LONG)).isTrue();
        assertThat(behind(bank, part)).isEqualTo(Lag.NONE);
    }

    private static void withdraw(Thence bank, String... accounts) {
        for (var account : accounts) {
            bank.send(new Withdraw(account, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void it_counts_its_own_events_from_the_first_that_is_not_handled_whose_age_it_tells(Kind kind) {
        var part = kind.part.apply(held);
        try (var bank = run(part); held) {
            for (var account : new String[] {"held", "a", "b", "c", "d", "e"}) {
                bank.send(new Deposit(account, 100));
            }
            withdraw(bank, "a", "b", "c");
            assertUpToDate(bank, part);
            world.pass(Duration.ofHours(1));
            assertThat(behind(bank, part)).as("time alone").isEqualTo(Lag.NONE);
            withdraw(bank, "held");
            Latches.await(held.come);
            assertThat(behind(bank, part)).isEqualTo(new Lag(1, Duration.ZERO));
            world.pass(Duration.ofSeconds(40));
            withdraw(bank, "a", "b", "held", "c", "d", "e");
            bank.send(new Note("nothing that it reads"));
            bank.send(new Deposit("a", 1));
            assertThat(behind(bank, part)).as("what other lanes have handled counts: it is not all that is before it")
                    .isEqualTo(new Lag(7, Duration.ofSeconds(40)));
            world.pass(Duration.ofMinutes(3));
            assertThat(behind(bank, part)).isEqualTo(new Lag(7, Duration.ofSeconds(220)));
            held.close();
            assertUpToDate(bank, part);
        }
    }

    /** Ten commands of a thousand events each. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void it_counts_however_many(Kind kind) {
        var part = kind.part.apply(held);
        try (var bank = run(part); held) {
            bank.send(new Deposit("a", 1));
            bank.send(new Deposit("held", 1_000));
            bank.send(new Empty("held"));
            Latches.await(held.come);
            for (int i = 0; i < 9; i++) {
                bank.send(new Deposit("b", 1_000));
                bank.send(new Empty("b"));
            }
            world.pass(Duration.ofSeconds(7));
            assertThat(behind(bank, part)).isEqualTo(new Lag(10_000, Duration.ofSeconds(7)));
            withdraw(bank, "a");
            assertThat(behind(bank, part)).isEqualTo(new Lag(10_001, Duration.ofSeconds(7)));
            held.close();
            assertUpToDate(bank, part);
        }
    }

    /** It looks by the clock, and reads no event but what it says itself. */
    @Test
    void an_alert_over_parts_is_behind_in_what_it_is_to_tell() {
        var letters = Reaction.named("letters").on(Withdrawn.class, (_, _) -> {});
        var alert = Alert.named("slow").of(Measure.LAG_EVENTS, letters).every(Duration.ofHours(1)).latest()
                .atLeast(0).notifying(new Notifier() {
                    @Override
                    public String name() {
                        return "held";
                    }

                    @Override
                    public void notify(String key, Notice notice) {
                        held.handle(new Withdrawn("held", 1));
                    }
                });
        try (var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, letters, alert),
                new Engine(world, new MemoryDisk(), LogSettings.DEFAULT, 1 << 20)); held) {
            Latches.await(held.come);
            bank.send(new Deposit("a", 1));
            world.pass(Duration.ofSeconds(40));
            assertThat(behind(bank, alert)).isEqualTo(new Lag(1, Duration.ofSeconds(40)));
            held.close();
            assertUpToDate(bank, alert);
        }
    }

    @Test
    void of_what_does_not_run_nothing_is_known() {
        try (var bank = run(model(held))) {
            assertThatThrownBy(() -> bank.lag(tables(held))).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("'tables' is no running part of application 'bank'");
        }
    }
}

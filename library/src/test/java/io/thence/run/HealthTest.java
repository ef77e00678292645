// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Supervision;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Latches;
import io.thence.log.LogSettings;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whether an application is live and ready, and why not, in each way that it can be neither. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class HealthTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Supervision USUAL = Supervision.DEFAULT.diskFreeMin(0);

    private static Thence run(Engine engine, Part... parts) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER).with(parts), engine);
    }

    private static Reaction failing(Policy policy, Throwable failure) {
        return Reaction.named("mails").policy(policy).on(Deposited.class, (_, _) -> {
            if (failure instanceof Error e) {
                throw e;
            }
            throw (RuntimeException) failure;
        });
    }

    @Test
    void one_whose_parts_all_run_is_live_and_ready() {
        var mails = Reaction.named("mails").on(Deposited.class, (_, _) -> {});
        try (var bank = run(Engine.inMemory().supervision(USUAL), mails)) {
            bank.await(mails, bank.send(new Deposit("a", 1)).position(), LONG);
            assertThat(bank.health().ready()).isTrue();
            assertThat(bank.health().live()).isTrue();
            assertThat(bank.health().reasons()).isEmpty();
            assertThat(bank.deployed().health()).isEqualTo(bank.health());
        }
    }

    @Test
    void while_a_part_rests_before_a_restart_it_is_live_and_not_ready() {
        var mails = failing(Policy.DEFAULT, new AssertionError("no server"));
        var rests = USUAL.resting(Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (var bank = run(Engine.inMemory().supervision(rests), mails)) {
            bank.send(new Deposit("a", 1));
            while (bank.progress(mails).note().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(bank.health().live()).isTrue();
            assertThat(bank.health().ready()).isFalse();
            assertThat(bank.health().reasons()).singleElement().asString()
                    .startsWith("reaction 'mails' is being restarted, after java.lang.AssertionError: no server, at"
                            + " event ");
        }
    }

    @Test
    void with_a_part_that_has_given_up_it_is_not_live() {
        var mails = failing(Policy.DEFAULT, new AssertionError("no server"));
        try (var bank = run(Engine.inMemory().supervision(USUAL.withoutRestarts()), mails)) {
            var position = bank.send(new Deposit("a", 1)).position();
            assertThatThrownBy(() -> bank.await(mails, position, LONG)).isInstanceOf(PartStopped.class);
            assertThat(bank.health().live()).isFalse();
            assertThat(bank.health().ready()).isFalse();
            assertThat(bank.health().reasons()).singleElement().asString().startsWith("reaction 'mails' has given up"
                    + " after 0 restarts, with java.lang.AssertionError: no server, at event ")
                    .endsWith(": mend that and start the application again");
        }
    }

    /** Another process would stop there too. */
    @Test
    void with_a_part_that_its_user_wanted_stopped_it_is_live_and_not_ready() {
        var mails = failing(Policy.DEFAULT.on(IllegalStateException.class, Action.STOP),
                new IllegalStateException("no such address"));
        try (var bank = run(Engine.inMemory().supervision(USUAL), mails)) {
            var position = bank.send(new Deposit("a", 1)).position();
            assertThatThrownBy(() -> bank.await(mails, position, LONG)).isInstanceOf(PartStopped.class);
            assertThat(bank.health().live()).isTrue();
            assertThat(bank.health().ready()).isFalse();
            assertThat(bank.health().reasons()).singleElement().asString()
                    .startsWith("reaction 'mails' has stopped at event ").contains("no such address");
        }
    }

    @Test
    void it_is_not_ready_before_its_projections_have_what_was_there(@TempDir Path data) {
        var free = new CountDownLatch(1);
        var held = new AtomicBoolean();
        var sums = Projection.inMemory("sums", AtomicLong::new).on(Deposited.class, (sum, e) -> {
            if (held.get()) {
                Latches.await(free);
            }
            sum.addAndGet(e.cents());
        });
        try (var bank = run(Engine.at(data).supervision(USUAL), sums)) {
            bank.send(new Deposit("a", 1));
        }
        held.set(true);
        try (var bank = run(Engine.at(data).supervision(USUAL), sums)) {
            assertThat(bank.health().live()).isTrue();
            assertThat(bank.health().ready()).isFalse();
            assertThat(bank.health().reasons()).singleElement().asString()
                    .isEqualTo("projection 'sums' has finished up to position 0, of 1 that were there when it began:"
                            + " wait");
            free.countDown();
            assertThat(bank.await(sums, bank.store().head(), LONG)).isTrue();
            assertThat(bank.health().ready()).isTrue();
        }
    }

    @Test
    void a_handler_that_is_stuck_is_told_and_no_reason_to_take_it_away() {
        var free = new CountDownLatch(1);
        var mails = Reaction.named("mails").on(Deposited.class, (_, _) -> Latches.await(free));
        try (var bank = run(Engine.inMemory().supervision(USUAL.stuckAfter(Duration.ofMillis(50))), mails)) {
            bank.send(new Deposit("a", 1));
            while (bank.health().reasons().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(bank.health().live()).isTrue();
            assertThat(bank.health().ready()).isTrue();
            assertThat(bank.health().reasons()).singleElement().asString().startsWith("reaction 'mails' has been over"
                    + " event ").contains("/0 of account/a for 0 s: see the stack that was logged");
            free.countDown();
        }
    }

    /** The room that a test leaves. */
    private record Room(AtomicLong free, AtomicBoolean full) {

        Disk of(Disk disk) {
            return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                    (_, method, arguments) -> {
                        if (method.getName().equals("freeBytes")) {
                            return OptionalLong.of(free.get());
                        }
                        if (method.getName().equals("open") && full.get() && arguments[1] == Disk.Access.CREATE) {
                            throw new DiskFull("no room", new IOException("no room"));
                        }
                        try {
                            return method.invoke(disk, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @Test
    void little_room_is_told_while_there_is_some() {
        var room = new Room(new AtomicLong(999), new AtomicBoolean());
        var engine = new Engine(new SystemWorld(), room.of(new MemoryDisk()), LogSettings.SMALL, 1 << 20)
                .supervision(USUAL.diskFreeMin(1_000));
        try (var bank = run(engine)) {
            while (bank.health().reasons().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(bank.health().ready()).isTrue();
            assertThat(bank.health().reasons())
                    .containsExactly("the disk has 999 free bytes, and should have 1000: make room");
        }
    }

    @Test
    void without_room_it_is_live_and_not_ready_until_there_is_some() {
        var room = new Room(new AtomicLong(), new AtomicBoolean());
        var engine = new Engine(new SystemWorld(), room.of(new MemoryDisk()), LogSettings.SMALL, 1 << 20)
                .supervision(USUAL);
        try (var bank = run(engine)) {
            bank.send(new Deposit("a", 1));
            room.full.set(true);
            assertThatThrownBy(() -> {
                while (true) {
                    bank.send(new Deposit("a", 1));
                }
            }).isInstanceOf(DiskFull.class);
            assertThat(bank.health().live()).isTrue();
            assertThat(bank.health().ready()).isFalse();
            assertThat(bank.health().reasons())
                    .containsExactly("the store has no room: free some; what waits is written then");
            room.full.set(false);
            bank.send(new Deposit("a", 1));
            assertThat(bank.health().ready()).isTrue();
        }
    }

    @Test
    void one_that_is_closed_is_not_live() {
        var mails = Reaction.named("mails").on(Deposited.class, (_, _) -> {});
        var bank = run(Engine.inMemory().supervision(USUAL), mails);
        bank.close();
        assertThatThrownBy(() -> bank.send(new Deposit("a", 1))).isInstanceOf(Stopped.class);
        assertThat(bank.health().live()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Outcome.Accepted;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.StartRefused;
import io.thence.ThenceException.Stopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.Machine;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application runs, is asked, and is closed; one that cannot start leaves nothing behind. */
class ThenceTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Projection TOTALS = Projection.sql("totals", 1,
                    "create table totals (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("totals", e.account()).add("cents", e.cents()));
    private static final Reaction RECEIPTS = Reaction.named("receipts").sending(Note.class)
            .on(Deposited.class, (e, out) -> out.send(new Note("received " + e.cents())));
    private static final Application APPLICATION = Bank.APPLICATION.with(TOTALS, RECEIPTS);

    @TempDir
    private Path folder;

    private Engine engine() {
        return Engine.at(folder.resolve("data"));
    }

    private static long total(Thence thence, Accepted outcome) {
        return thence.query(TOTALS).within(LONG).after(outcome)
                .one("select sum(cents) as total from totals", row -> row.number("total"));
    }

    @Test
    void commands_states_views_and_reactions_go_together() {
        try (var thence = Thence.run(APPLICATION, Engine.inMemory())) {
            var first = (Accepted) thence.send(new Deposit("a", 5), Send.as("d"));
            assertThat(thence.read(Bank.BALANCE, "a")).isEqualTo(5);
            assertThat(total(thence, first)).isEqualTo(5);
            assertThat(thence.await(RECEIPTS, first.position(), LONG)).isTrue();
            assertThat(thence.progress(RECEIPTS).upTo()).isGreaterThanOrEqualTo(first.position().number());
            assertThat(thence.store().head().number()).isEqualTo(2);
            assertThat(thence.conflicts()).isZero();
            assertThat(thence.application()).isEqualTo(APPLICATION);
        }
    }

    @Test
    void problems_are_refused_before_anything_is_opened_and_all_are_listed() {
        var application = Application.named("bad")
                .with(Bank.NOTING, Projection.sql("notes", 1).on(Noted.class, (_, _) -> {}));
        assertThatThrownBy(() -> Thence.run(application, engine()))
                .isInstanceOfSatisfying(StartRefused.class, refused ->
                assertThat(refused.problems()).isEqualTo(application.check()).hasSize(2))
                .hasMessageMatching("""
                        application 'bad' cannot start:
                          - decider Note: its events, BankEvent, are no part of the application; add them to \
                        with\\(..\\)\
                         \\[io.thence.bank.Bank\\(Bank.java:\\d+\\)]
                          - notes: Noted is no event of the application; add its Events to with\\(..\\)\
                         \\[io.thence.run.ThenceTest\\(ThenceTest.java:\\d+\\)]""");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_directory_is_one_applications_until_that_is_closed() {
        try (var thence = Thence.run(APPLICATION, engine())) {
            assertThat(total(thence, (Accepted) thence.send(new Deposit("a", 5)))).isEqualTo(5);
            assertThatThrownBy(() -> Thence.run(APPLICATION, engine())).isInstanceOf(InUse.class);
            assertThatThrownBy(() -> Thence.run(APPLICATION, engine())).as("still").isInstanceOf(InUse.class);
        }
        try (var thence = Thence.run(APPLICATION, engine())) {
            assertThat(thence.read(Bank.BALANCE, "a")).isEqualTo(5);
            assertThat(total(thence, (Accepted) thence.send(new Deposit("a", 1)))).isEqualTo(6);
        }
    }

    @Test
    void an_engine_runs_one_application_at_a_time_and_keeps_what_it_has() {
        for (var engine : List.of(Engine.inMemory(), engine())) {
            try (var thence = Thence.run(APPLICATION, engine)) {
                thence.send(new Deposit("a", 5));
                assertThatThrownBy(() -> Thence.run(APPLICATION, engine)).isInstanceOf(InUse.class);
                assertThatThrownBy(() -> Thence.run(APPLICATION, engine)).as("still").isInstanceOf(InUse.class);
            }
            try (var thence = Thence.run(APPLICATION, engine)) {
                assertThat(thence.read(Bank.BALANCE, "a")).isEqualTo(5);
            }
        }
    }

    @Test
    void what_is_no_part_of_the_application_is_a_bad_request() {
        try (var thence = Thence.run(Bank.APPLICATION, Engine.inMemory())) {
            assertThatThrownBy(() -> thence.query(TOTALS)).isInstanceOf(BadRequest.class)
                    .hasMessage("'totals' is no running part of application 'bank': add it to with(..)");
            assertThatThrownBy(() -> thence.progress(RECEIPTS)).isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> thence.await(RECEIPTS, thence.store().head(), Duration.ZERO))
                    .isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> thence.send("text")).isInstanceOf(BadRequest.class);
        }
    }

    @Test
    void a_start_that_fails_half_way_leaves_nothing_locked() {
        var bad = APPLICATION.with(Projection.sql("bad", 1, "create tabel t (k int)")
                .on(Deposited.class, (_, _) -> {}));
        assertThatThrownBy(() -> Thence.run(bad, engine())).isInstanceOf(PartStopped.class)
                .hasMessageStartingWith("projection 'bad': its table cannot be made");
        try (var thence = Thence.run(APPLICATION, engine())) {
            assertThat(total(thence, (Accepted) thence.send(new Deposit("a", 5)))).isEqualTo(5);
        }
    }

    @Test
    void a_log_that_does_not_open_leaves_nothing_locked() throws IOException {
        try (var thence = Thence.run(APPLICATION, engine())) {
            thence.send(new Deposit("a", 5));
        }
        try (var files = Files.walk(folder.resolve("data").resolve("log"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = Files.readAllBytes(file);
                bytes[1] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertThatThrownBy(() -> Thence.run(APPLICATION, engine())).isInstanceOf(Corrupt.class);
        try (var disk = new FileDisk(folder.resolve("data"))) {
            disk.lock();
        }
    }

    @Test
    void a_world_that_fails_leaves_nothing_locked() {
        var disk = new MemoryDisk();
        var broken = new Told(new ArrayList<>()) {
            @Override
            public Running start(String name, Machine machine) {
                throw new IllegalStateException("no threads");
            }
        };
        assertThatThrownBy(() -> Thence.run(APPLICATION, new Engine(broken, disk, LogSettings.SMALL, 1_000)))
                .isInstanceOf(IllegalStateException.class);
        disk.lock();
    }

    /** A world that tells in which order things are stopped. */
    private static class Told implements PassingWorld {
        private final World world = new SystemWorld();
        private final List<String> told;

        Told(List<String> told) {
            this.told = told;
        }

        @Override
        public World world() {
            return world;
        }

        @Override
        public Running start(String name, Machine machine) {
            var running = world.start(name, machine);
            return () -> {
                told.add(name.replaceFirst("receipts-\\d+", "lane"));
                running.stop();
            };
        }
    }

    private static Disk told(Disk disk, List<String> told) {
        return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        told.add("disk");
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void it_is_closed_from_the_end_of_the_main_path_to_its_beginning_and_once() {
        var told = new ArrayList<String>();
        var engine = new Engine(new Told(told), told(new MemoryDisk(), told), LogSettings.SMALL, 1_000);
        var thence = Thence.run(APPLICATION, engine);
        var outcome = thence.send(new Deposit("a", 5));
        assertThat(thence.await(RECEIPTS, outcome.position(), LONG)).isTrue();
        assertThat(told).isEmpty();
        thence.close();
        assertThat(told.stream().distinct()).containsExactly("receipts", "lane", "view-totals-v1", "bank-watch", "disk-watch",
                "system-stream", "log-writer", "log-flush", "log-segments", "log-index", "disk");
        int stopped = told.size();
        thence.close();
        assertThat(told).hasSize(stopped);
        assertThatThrownBy(() -> thence.send(new Deposit("a", 5))).isInstanceOf(Stopped.class);
        try (var again = Thence.run(APPLICATION, engine)) {
            assertThat(again.store().checkpoint("receipts").upTo()).as("written down at the close")
                    .isEqualTo(outcome.position().number());
        }
    }
}

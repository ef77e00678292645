// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.supervise.Supervisor;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables that may not be what they were: whoever cannot be sure of them makes them anew. */
class DoubtfulTablesTest {

    private static final int ACCOUNTS = 400;
    private static final int HEADERS = 8_192;
    private static final int SECTOR = 512;
    private static final String FILE = "balances-v1.mv.db";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final List<SystemEvent> told = new ArrayList<>();
    private final Desk desk = Desk.open(new MemoryDisk());

    private final Projection balances = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> {
                handled.incrementAndGet();
                db.row("balances", e.account()).add("cents", e.cents());
            });

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        desk.close();
    }

    private SqlView view() {
        var world = new MovedWorld(nanos);
        var ports = desk.in(world).supervisor(new Supervisor(Supervision.DEFAULT, world, told::add));
        return new SqlView(balances, ports, ViewDatabases.embedded(new FileDisk(folder)));
    }

    private static void run(SqlView view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder.resolve("views"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void deposits() {
        for (int i = 0; i < ACCOUNTS; i++) {
            desk.send("c" + i, new Deposit("account-" + i, i));
        }
    }

    @Test
    void what_was_open_when_the_machine_stopped_is_made_anew_and_what_was_closed_or_left_by_a_process_is_kept()
            throws IOException {
        deposits();
        var first = view();
        run(first);
        var open = files();
        assertThat(open).hasSize(2).startsWith(FILE).last().asString().startsWith(FILE + ".open-");
        first.ended();
        assertThat(files()).containsExactly(FILE);
        Files.createFile(folder.resolve("views").resolve(open.getLast()));
        var second = view();
        assertThat(second.progress().upTo()).as("a process ended").isEqualTo(ACCOUNTS);
        second.ended();
        assertThat(files()).containsExactly(FILE);
        Files.createFile(folder.resolve("views").resolve(FILE + ".open-at-another-boot"));
        var third = view();
        assertThat(third.progress().upTo()).as("a machine stopped").isZero();
        assertThat(files()).isEqualTo(open);
        run(third);
        long sum = ViewQuery.of(third).within(Duration.ZERO)
                .one("select sum(cents) n from balances", row -> row.number("n"));
        assertThat(sum).isEqualTo(79_800);
        third.ended();
        assertThat(files()).containsExactly(FILE);
    }

    /** A sector of a page may be gone without a word; what H2 does find is no event's fault. */
    @Test
    void what_cannot_be_read_any_more_is_made_anew_while_it_runs() throws IOException {
        deposits();
        var first = view();
        run(first);
        first.ended();
        var file = folder.resolve("views").resolve(FILE);
        var whole = Files.readAllBytes(file);
        for (int i = 0; i < ACCOUNTS; i += 10) {
            desk.send("more " + i, new Deposit("account-" + i, 1));
        }
        int late = 0;
        for (int at = HEADERS; at + SECTOR <= whole.length; at += 5 * SECTOR) {
            var damaged = whole.clone();
            Arrays.fill(damaged, at, at + SECTOR, (byte) 0);
            Files.write(file, damaged);
            var view = view();
            boolean opened = view.progress().upTo() > 0;
            long before = handled.get();
            told.clear();
            run(view);
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            run(view);
            assertThat(view.progress().failure()).as("sector at " + at).isNull();
            assertThat(view.parked()).as("sector at " + at)
                    .noneMatch(parked -> parked.toString().contains("MVStore"));
            assertThat(view.progress().upTo()).as("sector at " + at).isEqualTo(desk.store().head().number());
            boolean isRebuilt = opened && handled.get() - before >= ACCOUNTS;
            assertThat(told).as("a restart each time, of sector at " + at)
                    .hasOnlyElementsOfType(SystemEvent.Restarted.class);
            late += isRebuilt ? 1 : 0;
            view.ended();
        }
        assertThat(late).isPositive();
    }
}

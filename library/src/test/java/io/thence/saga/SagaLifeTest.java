// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Send;
import io.thence.Start;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.Retention;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An instance lives once, also where what it did is no longer in the log. */
class SagaLifeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);
    private static final CompactionSettings NO_STEPS = new CompactionSettings(Duration.ZERO, Duration.ofDays(30),
            List.of(Retention.ofAge("$saga.transfer", Duration.ZERO)));

    @TempDir
    private Path data;

    private Thence run() {
        return run(Transfers.APP);
    }

    private Thence run(Application application) {
        return Thence.run(application, new Engine(new SystemWorld(), new FileDisk(data), TINY, 1 << 20));
    }

    /** One transfer, and so many others that its steps lie in a sealed segment, and are handled; then they go. */
    private static void letGo(Thence bank) {
        bank.send(new Open("ann", 100));
        bank.send(new Open("bob", 0));
        bank.send(new Request("t", "ann", "bob", 30), Send.as("first"));
        for (int i = 0; i < 100; i++) {
            bank.send(new Request("x" + i, "nobody", "nobody", 1));
        }
        assertThat(bank.progress(Transfers.SAGA).await(bank.store().head().number(), LONG))
                .isTrue();
        var compaction = bank.compact(NO_STEPS);
        assertThat(compaction.await(LONG)).isTrue();
        assertThat(compaction.progress().removed()).isGreaterThan(50);
    }

    /** What was asked for before nobody begins with; once it has run, it goes on where it was. */
    @Test
    void a_new_saga_begins_where_it_is_told_and_an_old_one_where_it_was() {
        var saga = Transfers.SAGA;
        try (var bank = run(Transfers.WITHOUT_SAGA)) {
            bank.send(new Open("ann", 100));
            bank.send(new Open("bob", 0));
            bank.send(new Request("before", "ann", "bob", 50));
        }
        try (var bank = run(Transfers.WITHOUT_SAGA.with(saga.startingAt(Start.END)))) {
            bank.send(new Request("t", "ann", "bob", 30));
            assertThat(bank.saga(saga).await("t", LONG)).isTrue();
        }
        try (var bank = run(Transfers.WITHOUT_SAGA)) {
            bank.send(new Request("later", "ann", "bob", 1));
        }
        for (var start : List.of(Start.END, Start.BEGINNING)) {
            try (var bank = run(Transfers.WITHOUT_SAGA.with(saga.startingAt(start)))) {
                assertThat(bank.saga(saga).await("later", LONG)).isTrue();
                assertThat(bank.progress(saga).await(bank.store().head().number(), LONG)).isTrue();
                assertThat(bank.saga(saga).of("before")).isEmpty();
                assertThat(bank.read(Transfers.BALANCE, "bob")).isEqualTo(31L);
            }
        }
    }

    @Test
    void one_whose_steps_are_gone_does_not_begin_again() {
        try (var bank = run()) {
            letGo(bank);
            assertThat(bank.saga(Transfers.SAGA).of("t")).isEmpty();
        }
        try (var bank = run()) {
            bank.send(new Request("t", "ann", "bob", 20), Send.as("second"));
            bank.send(new Request("u", "ann", "bob", 1), Send.as("third"));
            assertThat(bank.saga(Transfers.SAGA).await("u", LONG)).isTrue();
            assertThat(bank.progress(Transfers.SAGA).await(bank.store().head().number(), LONG)).isTrue();
            assertThat(bank.saga(Transfers.SAGA).of("t")).isEmpty();
            assertThat(List.of(bank.read(Transfers.BALANCE, "ann"), bank.read(Transfers.BALANCE, "bob")))
                    .containsExactly(69L, 31L);
        }
    }
}

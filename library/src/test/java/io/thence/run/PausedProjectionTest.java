// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Event;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.Start;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.processor.ConsumerRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A projection that is paused shows nothing newer until it is resumed, over every stop. */
class PausedProjectionTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final MemoryProjection<AtomicLong> MODEL = Projection.inMemory("sums", AtomicLong::new)
            .on(Deposited.class, (sum, e) -> sum.addAndGet(e.cents()));

    @TempDir
    private Path folder;

    private final AtomicLong cents = new AtomicLong();
    private final ProjectionStore store = new ProjectionStore() {
        private Optional<String> checkpoint = Optional.empty();

        @Override
        public synchronized Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public synchronized void write(List<Event<?>> events, String next) {
            events.forEach(event -> cents.addAndGet(((Deposited) event.data()).cents()));
            checkpoint = Optional.of(next);
        }
    };

    /** What the projection is kept in. */
    enum Kind { TABLES, LANES, MODEL, STORE }

    private Part part(Kind kind) {
        var tables = Projection.sql("sums", 1,
                        "create table sums (account varchar primary key, cents bigint default 0)")
                .on(Deposited.class, (db, e) -> db.row("sums", e.account()).add("cents", e.cents()));
        return switch (kind) {
            case TABLES -> tables;
            case LANES -> tables.parallelBy(Bank.ACCOUNT);
            case MODEL -> MODEL;
            case STORE -> Projection.into("sums", store).reading(Deposited.class);
        };
    }

    private long sum(Thence bank, Part part) {
        return switch (part) {
            case Projection tables -> bank.query(tables).within(Duration.ZERO).<Long>one(
                    "select coalesce(sum(cents), 0) as total from sums", row -> row.number("total"));
            case MemoryProjection<?> _ -> bank.query(MODEL).within(Duration.ZERO).read(AtomicLong::get);
            default -> cents.get();
        };
    }

    private Thence run(Part part) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, part), Engine.at(folder));
    }

    @ParameterizedTest
    @EnumSource
    void it_goes_on_where_it_was_when_it_is_resumed(Kind kind) {
        var part = part(kind);
        try (var bank = run(part)) {
            bank.await(part, bank.send(new Deposit("ann", 1)).position(), LONG);
            bank.control(part).pause("carl", "the disk is moved");
            assertThatThrownBy(() -> bank.control(part).pause("bea", "again")).isInstanceOf(BadRequest.class)
                    .hasMessage("consumer 'sums' is paused already, by carl: the disk is moved");
            var behind = bank.send(new Deposit("bob", 2)).position();
            assertThat(bank.await(part, behind, Duration.ofMillis(300))).isFalse();
            assertThat(bank.progress(part).note()).isEqualTo("paused by carl: the disk is moved");
            assertThat(sum(bank, part)).isEqualTo(1);
        }
        try (var bank = run(part)) {
            assertThat(bank.await(part, bank.store().head(), Duration.ofMillis(300))).isFalse();
            if (kind == Kind.STORE) {
                assertThat(sum(bank, part)).as("over a stop").isEqualTo(1);
            } else {
                assertThatThrownBy(() -> sum(bank, part)).isInstanceOf(Behind.class)
                        .hasMessageContaining("paused by carl: the disk is moved");
            }
            assertThat(bank.control(part).status().pausedBy()).isEqualTo("carl");
            bank.control(part).resume("carl", "it is done");
            assertThat(bank.await(part, bank.store().head(), LONG)).isTrue();
            assertThat(bank.progress(part).note()).isEmpty();
            assertThat(sum(bank, part)).isEqualTo(3);
        }
    }

    @Test
    void it_is_told_nothing_else_and_shown_with_what_it_was_told() {
        var part = part(Kind.TABLES);
        try (var bank = run(part)) {
            var control = bank.control(part);
            for (Runnable other : List.<Runnable>of(() -> control.reset(Start.BEGINNING, "carl", "again"),
                    () -> control.replay(Bank.ACCOUNT.value("ann"), Start.BEGINNING, "carl", "again"),
                    () -> control.lanes(3))) {
                assertThatThrownBy(other::run).isInstanceOf(BadRequest.class)
                        .hasMessageStartingWith("projection 'sums' is paused and resumed, and no more: rebuild(..)");
            }
            control.pause("carl", "for a while");
            assertThat(ConsumerRecord.all(bank.store(), Map.of())).singleElement().satisfies(one -> {
                assertThat(one.name()).isEqualTo("sums");
                assertThat(one.isInLog()).isFalse();
                assertThat(one.paused()).isPresent();
            });
        }
        AtRest.control(Engine.at(folder), "sums", control -> {
            assertThatThrownBy(() -> control.reset(Start.BEGINNING, "carl", "again")).isInstanceOf(BadRequest.class)
                    .hasMessageStartingWith("projection 'sums' is paused and resumed, and no more");
            control.resume("carl", "by the command");
        });
        try (var bank = run(part)) {
            assertThat(bank.await(part, bank.send(new Deposit("ann", 1)).position(), LONG)).isTrue();
        }
    }
}

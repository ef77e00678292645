// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Lineage;
import io.thence.MemoryProjection;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** After a restore a number may stand for another event: positions of other lives of a log are refused. */
class StrangePositionsTest {

    record Sum() implements Question<Long> {}

    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));
    private static final MemoryProjection<AtomicLong> SUM = Projection.inMemory("sum", AtomicLong::new)
            .on(Deposited.class, (sum, e) -> sum.addAndGet(e.cents()));
    private static final Queries DESK = Queries.named("desk").over(SUM)
            .answer(Sum.class, (_, from) -> from.read(SUM, AtomicLong::get));
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Test
    void a_position_of_another_life_is_not_taken_for_one_of_this() {
        var application = Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, BALANCES, SUM, DESK);
        try (var bank = Thence.run(application, Engine.inMemory())) {
            var outcome = bank.send(new Deposit("a", 5));
            var here = bank.store().lineage();
            assertThat(bank.query(SUM).after(outcome).read(AtomicLong::get)).isEqualTo(5);
            for (var lineage : List.of(new Lineage(UUID.randomUUID(), here.epoch()),
                    new Lineage(here.log(), here.epoch() + 1))) {
                var strange = new Position(lineage, 1);
                var elsewhere = new Outcome.Accepted(strange, strange, 1, false);
                refused(() -> bank.query(BALANCES).upTo(strange).visibility());
                refused(() -> bank.query(BALANCES).after(elsewhere).list("select 1 n from balances", row -> row));
                refused(() -> bank.query(SUM).upTo(strange).read(AtomicLong::get));
                refused(() -> bank.query(SUM).after(elsewhere).visibility());
                refused(() -> bank.query(SUM).after(outcome).upTo(strange).visibility());
                refused(() -> bank.ask(new Sum()).after(elsewhere).answer());
                refused(() -> bank.ask(new Sum()).upTo(strange).visibility());
                refused(() -> bank.await(BALANCES, strange, SHORT));
            }
        }
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(BadRequest.class).hasMessageContaining("is not of this log, which is ");
    }
}

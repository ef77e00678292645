// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Outcome;
import io.thence.Refusal;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.bank.BankCommand.Deposit;
import io.thence.examples.bank.BankCommand.Withdraw;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The overdraft rule, without any data. */
class TellerTest {

    private static final LocalDate DAY = LocalDate.of(1993, 1, 1);

    private static Slip slip(Slip.Type type, long haleru) {
        return new Slip(1, DAY, type, "", haleru, "", "");
    }

    @Test
    void nobody_takes_out_more_than_there_is() {
        try (var bank = Thence.run(Bank.APPLICATION, Engine.inMemory())) {
            bank.send(new Deposit(7, slip(Slip.Type.PRIJEM, 50_000)));
            assertThat(bank.send(new Withdraw(7, slip(Slip.Type.VYDAJ, 50_001))))
                    .isInstanceOfSatisfying(Outcome.Refused.class, refused ->
                            assertThat(refused.refusal())
                                    .isEqualTo(new Refusal.Decided(new Overdraft(7, 50_000, 50_001))));
            assertThat(bank.send(new Withdraw(7, slip(Slip.Type.VYDAJ, 50_000)))).isInstanceOf(Outcome.Accepted.class);
            assertThat(bank.read(Bank.ACCOUNTS, 7)).isEqualTo(new Account(2, 0));
        }
    }

    @Test
    void nor_do_many_at_once() {
        try (var bank = Thence.run(Bank.APPLICATION, Engine.inMemory())) {
            bank.send(new Deposit(7, slip(Slip.Type.PRIJEM, 1_050)));
            var withdrawals = IntStream.range(0, 30).mapToObj(i -> new Sent("withdrawal/" + i, "lane " + i,
                    Instant.EPOCH, new Withdraw(7, slip(Slip.Type.VYDAJ, 100)))).toList();
            var outcomes = new Sender(bank, Sender.Watcher.NONE).send(withdrawals);
            assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(10);
            assertThat(outcomes).filteredOn(Outcome.Refused.class::isInstance).hasSize(20);
            assertThat(bank.read(Bank.ACCOUNTS, 7)).isEqualTo(new Account(11, 50));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Outcome;
import io.thence.examples.transfer.TransferCommand.Cancel;
import io.thence.examples.transfer.TransferCommand.Close;
import io.thence.examples.transfer.TransferCommand.Give;
import io.thence.examples.transfer.TransferCommand.GiveBack;
import io.thence.examples.transfer.TransferCommand.Open;
import io.thence.examples.transfer.TransferCommand.Request;
import io.thence.examples.transfer.TransferCommand.Take;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts and transfers, without any data. */
class TransfersTest {

    private final Thence bank = Thence.run(Transfers.APPLICATION, Engine.inMemory());

    @BeforeEach
    void open() {
        bank.send(new Open(1, 100));
        bank.send(new Open(2, 20));
        bank.send(new Open(3, 0));
        bank.send(new Close(3));
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private SagaInstance<Moving> ended(String transfer, int from, int to, long haleru) {
        bank.send(new Request(transfer, from, to, haleru));
        assertThat(bank.saga(Transfers.MOVING).await(transfer, Duration.ofMinutes(1))).isTrue();
        return bank.saga(Transfers.MOVING).of(transfer).orElseThrow();
    }

    private String refusal(TransferCommand command) {
        return bank.send(command) instanceof Outcome.Refused refused ? refused.refusal().reason() : "none";
    }

    @Test
    void a_transfer_is_made_or_refused_or_given_back() {
        assertThat(ended("a", 1, 2, 30)).satisfies(made -> {
            assertThat(made.status()).isEqualTo(Status.DONE);
            assertThat(made.state().failure()).isEmpty();
        });
        assertThat(ended("b", 1, 2, 71)).satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(Status.DONE);
            assertThat(refused.state().failure()).isEqualTo("too little in account 1");
        });
        assertThat(ended("c", 1, 3, 70)).satisfies(back -> {
            assertThat(back.status()).isEqualTo(Status.COMPENSATED);
            assertThat(back.state().failure()).isEqualTo("account 3 is not open");
        });
        assertThat(bank.read(Transfers.ACCOUNTS, 1).haleru()).isEqualTo(70);
        assertThat(bank.read(Transfers.ACCOUNTS, 2).haleru()).isEqualTo(50);
        assertThat(bank.read(Transfers.ACCOUNTS, 3)).isEqualTo(new Account(Account.State.CLOSED, 0));
        var audit = Audit.of(bank);
        assertThat(audit.faults()).isEmpty();
        assertThat(audit.opened()).isEqualTo(120).isEqualTo(audit.sum());
        assertThat(audit.rests()).isEqualTo(2);
        assertThat(audit.restSums()).containsExactly(120L);
    }

    @Test
    void each_refusal_says_why() {
        assertThat(refusal(new Open(1, 5))).isEqualTo("there is an account 1");
        assertThat(refusal(new Close(3))).isEqualTo("account 3 is not open");
        assertThat(refusal(new Take(3, "x", 0))).isEqualTo("account 3 is not open");
        assertThat(refusal(new Take(9, "x", 0))).isEqualTo("account 9 is not open");
        assertThat(refusal(new Request("x", 1, 1, 5))).isEqualTo("nothing is moved by that");
        assertThat(refusal(new Request("x", 1, 2, 0))).isEqualTo("nothing is moved by that");
        assertThat(refusal(new Cancel("x"))).isEqualTo("there is no transfer x");
        assertThat(refusal(new Request("x", 1, 2, 5))).isEqualTo("none");
        assertThat(refusal(new Request("x", 1, 2, 5))).isEqualTo("transfer x was asked for before");
    }

    @Test
    void who_comes_too_late_with_a_cancellation_changes_nothing() {
        ended("a", 1, 2, 30);
        assertThat(refusal(new Cancel("a"))).isEqualTo("none");
        bank.await(Transfers.MOVING, bank.store().head(), Duration.ofMinutes(1));
        assertThat(bank.saga(Transfers.MOVING).of("a").orElseThrow().status()).isEqualTo(Status.DONE);
        assertThat(bank.read(Transfers.ACCOUNTS, 2).haleru()).isEqualTo(50);
    }

    @Test
    void money_goes_back_to_an_account_that_was_closed_meanwhile() {
        assertThat(bank.send(new Take(1, "x", 40))).isInstanceOf(Outcome.Accepted.class);
        assertThat(bank.send(new Close(1))).isInstanceOf(Outcome.Accepted.class);
        assertThat(bank.send(new GiveBack(1, "x", 40))).isInstanceOf(Outcome.Accepted.class);
        assertThat(bank.read(Transfers.ACCOUNTS, 1)).isEqualTo(new Account(Account.State.CLOSED, 100));
    }

    @Test
    void the_audit_finds_what_no_transfer_did() {
        bank.send(new Give(2, "x", 5));
        bank.send(new Take(1, "y", 10));
        ended("a", 1, 2, 30);
        bank.send(new GiveBack(1, "a", 30));
        var audit = Audit.of(bank);
        assertThat(audit.underWay()).containsExactly("y");
        assertThat(audit.faults()).anyMatch(fault -> fault.contains("transfer=x") && fault.endsWith("not come in"))
                .anyMatch(fault -> fault.contains("transfer=y") && fault.endsWith("not be taken"))
                .anyMatch(fault -> fault.contains("GivenBack") && fault.endsWith("not come in"))
                .anyMatch(fault -> fault.contains("GivenBack")
                        && fault.endsWith("opened with 120, and has 145, and 10 under way"));
    }
}

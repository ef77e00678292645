// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Outcome;
import io.thence.Send;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Taken;
import io.thence.saga.Transfers.Close;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Stage;
import io.thence.saga.Transfers.Transfer;
import io.thence.store.Query;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A saga asks, hears what came of it, and ends: done, or with what it did undone. */
class SagaTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Thence bank = Thence.run(Transfers.APP, Engine.inMemory());

    @AfterEach
    void close() {
        bank.close();
    }

    private SagaInstance<Transfer> instance(String transfer) {
        return bank.saga(Transfers.SAGA).of(transfer).orElseThrow();
    }

    /** Requests a transfer, and waits for its end. */
    private SagaInstance<Transfer> transfer(String transfer, String from, String to, long cents) {
        assertThat(bank.send(new Request(transfer, from, to, cents), Send.as(transfer)))
                .isInstanceOf(Outcome.Accepted.class);
        return ended(transfer);
    }

    private SagaInstance<Transfer> ended(String transfer) {
        assertThat(bank.saga(Transfers.SAGA).await(transfer, LONG)).isTrue();
        return instance(transfer);
    }

    private long balance(String account) {
        return bank.read(Transfers.BALANCE, account);
    }

    @Test
    void what_is_asked_is_done_and_its_answers_lead_on_to_the_end() {
        bank.send(new Open("ann", 100));
        bank.send(new Open("bob", 5));
        var done = transfer("t", "ann", "bob", 30);
        assertThat(List.of(balance("ann"), balance("bob"))).containsExactly(70L, 35L);
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.state()).isEqualTo(new Transfer(Stage.DONE, "ann", "bob", 30, ""));
        assertThat(done.waitsFor()).isEmpty();
        assertThat(done.history()).extracting(Taken::input).containsExactly(
                new Input.Happened("t/0", "transfer.requested"), new Input.Accepted("take", 1, 0, 1),
                new Input.Accepted("give", 2, 0, 1));
    }

    @Test
    void a_refusal_comes_back_to_the_ask_that_was_refused() {
        bank.send(new Open("ann", 10));
        bank.send(new Open("bob", 5));
        var done = transfer("t", "ann", "bob", 30);
        assertThat(List.of(balance("ann"), balance("bob"))).containsExactly(10L, 5L);
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.state()).isEqualTo(new Transfer(Stage.FAILED, "ann", "bob", 30, "only 10"));
        assertThat(done.history().getLast().input()).isEqualTo(new Input.Refused("take", 1, 0, "only 10"));
    }

    @Test
    void what_was_accepted_is_undone_when_the_rest_is_not_possible() {
        bank.send(new Open("ann", 100));
        bank.send(new Open("bob", 0));
        bank.send(new Close("bob"));
        var done = transfer("t", "ann", "bob", 30);
        assertThat(balance("ann")).isEqualTo(100);
        assertThat(done.status()).isEqualTo(Status.COMPENSATED);
        assertThat(done.state().reason()).isEqualTo("bob is closed");
        assertThat(done.history()).extracting(Taken::input).containsExactly(
                new Input.Happened("t/0", "transfer.requested"), new Input.Accepted("take", 1, 0, 1),
                new Input.Refused("give", 2, 0, "bob is closed"), new Input.Undone("take", 1, 0));
        try (var events = bank.events(Query.types(Set.of("account.withdrawn", "account.deposited"))).stream()) {
            assertThat(events.map(event -> event.id().text())).containsExactly("transfer/t/ask/1/0/0",
                    "transfer/t/undo/1/0/0");
        }
    }
}

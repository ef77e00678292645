// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Next;
import io.thence.Policy;
import io.thence.Saga;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Wait;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Stage;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** What a saga fails on waits to be mended, and is seen; sagas over one key do not see each other. */
class SagaMendingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    record Touch(String account) {}

    private static final Decider<Touch, Happening> TOUCHING = Decider.of(Touch.class, Transfers.EVENTS)
            .writing(Happening.Opened.class).decide(_ -> accept());

    /** What it takes it can give back into a box only. */
    private static final Ask<Transfer, Withdraw> TAKE = Ask.of("take", Withdraw.class)
            .undo(Deposit.class, (_, c) -> new Deposit("box", c.cents()));
    private static final Saga<String, Transfer> BOXING = Saga.named("boxing").by(Transfers.TRANSFER)
            .from(Transfer.NONE).policy(Policy.DEFAULT.attempts(1))
            .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e))
                    .ask(TAKE, new Withdraw(e.from(), e.cents())))
            .on(TAKE, Happening.Withdrawn.class, (t, _) -> Next.state(t.failed("no use")).compensate())
            .onRefused(TAKE, (t, _) -> Next.state(t).done());

    private static final Ask<Transfer, Touch> TOUCH = Ask.of("touch", Touch.class);
    private static final Saga<String, Transfer> TOUCHER = Saga.named("toucher").by(Transfers.TRANSFER)
            .from(Transfer.NONE)
            .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e)).ask(TOUCH, new Touch(e.from())))
            .onAccepted(TOUCH, t -> Next.state(t.at(Stage.DONE)).done())
            .onRefused(TOUCH, (t, _) -> Next.state(t.at(Stage.FAILED)).done());

    private final Thence bank = Thence.run(Application.named("bank").with(Transfers.EVENTS, Transfers.OPENING,
            Transfers.WITHDRAWING, Transfers.DEPOSITING, Transfers.REQUESTING, Transfers.CANCELLING, TOUCHING, BOXING,
            TOUCHER), Engine.inMemory());

    @AfterEach
    void close() {
        bank.close();
    }

    @Test
    void an_undo_that_is_refused_waits_until_somebody_mends_why() {
        bank.send(new Open("ann", 100));
        bank.send(new Request("t", "ann", "bob", 30));
        var sagas = bank.saga(BOXING);
        var letters = bank.deadLetters(BOXING);
        assertThat(bank.progress(BOXING).await(() -> !letters.list().isEmpty(), LONG)).isTrue();
        var letter = letters.list().getFirst();
        assertThat(letter.message()).isEqualTo("what undoes ask 'take' of t is refused (box is closed): mend why, and"
                + " retry this; until then the instance stays as it is");
        var waiting = sagas.of("t").orElseThrow();
        assertThat(waiting.status()).isEqualTo(Status.COMPENSATING);
        assertThat(waiting.waitsFor()).containsExactly(new Wait.Mending(letter), new Wait.Undoing("take"));
        assertThat(sagas.unfinished(10)).containsExactly(waiting);

        bank.send(new Open("box", 0));
        letters.retryAll("carl", "the box is there");
        assertThat(sagas.await("t", LONG)).isTrue();
        assertThat(sagas.of("t").orElseThrow().status()).isEqualTo(Status.COMPENSATED);
        assertThat(List.of(bank.read(Transfers.BALANCE, "ann"), bank.read(Transfers.BALANCE, "box")))
                .containsExactly(70L, 30L);
        assertThat(sagas.unfinished(10)).isEmpty();
    }

    @Test
    void a_command_that_is_accepted_and_leads_to_nothing_is_heard_of() {
        bank.send(new Request("t", "ann", "bob", 30));
        assertThat(bank.saga(TOUCHER).await("t", LONG)).isTrue();
        var touched = bank.saga(TOUCHER).of("t").orElseThrow();
        assertThat(touched.state().stage()).isEqualTo(Stage.DONE);
        assertThat(touched.history()).hasSize(2);
        assertThat(bank.saga(BOXING).await("t", LONG)).as("another saga of the same key").isTrue();
        assertThat(bank.saga(BOXING).of("t").orElseThrow().history()).hasSize(2);
        assertThat(bank.saga(BOXING).of("u")).isEmpty();
    }
}

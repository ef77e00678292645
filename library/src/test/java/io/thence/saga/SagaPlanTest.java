// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Ask;
import io.thence.Next;
import io.thence.Refusal;
import io.thence.Saga;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the code of a saga says, of an event, of several of one command, of a refusal; and what it may not say. */
class SagaPlanTest {

    /** Withdraws or deposits. */
    sealed interface Booking {
        record In(String account) implements Booking {}

        record Out(String account) implements Booking {}
    }

    private static final Ask<Long, Booking> BOOK = Ask.of("book", Booking.class)
            .undo(Deposit.class, (Long state, Booking booking) -> new Deposit(booking.toString(), state));
    private static final Ask<Long, Withdraw> TAKE = Ask.of("take", Withdraw.class);
    private static final Ask<Long, Withdraw> UNHEARD = Ask.of("unheard", Withdraw.class);

    private static final Saga<String, Long> SAGA = Saga.named("sums").by(Transfers.TRANSFER).from(0L)
            .startsOn(Happening.Requested.class, (sum, e) -> Next.state(sum + e.cents()))
            .on(Happening.Cancelled.class, (_, _) -> null)
            .on(BOOK, Happening.Deposited.class, (sum, e) -> Next.state(sum + e.cents())
                    .ask(TAKE, new Withdraw("a", e.cents())).wake("w" + e.cents(), Duration.ZERO))
            .on(BOOK, Happening.Withdrawn.class, (sum, e) -> Next.state(sum - e.cents()).done())
            .onRefused(BOOK, (sum, refusal) -> Next.state(sum).ask(UNHEARD, new Withdraw(refusal.reason(), 1)))
            .onRefused(TAKE, (sum, _) -> Next.state(sum))
            .onWake("w1", sum -> Next.state(sum)).onWake("w2", sum -> Next.state(sum));

    private final SagaPlan<Long> plan = new SagaPlan<>(SAGA);

    private static Sent sent(String ask) {
        return new Sent(ask, "any", "{}", Optional.empty());
    }

    @Test
    void all_events_of_a_command_are_heard_up_to_the_end() {
        var next = plan.accepted(sent("book"), 10L, List.of(new Happening.Deposited("x", 1), new Happening.Closed("x"),
                new Happening.Deposited("x", 2)));
        assertThat(next.state()).isEqualTo(13);
        assertThat(next.asks()).containsExactly(new Next.Asked<>(TAKE, new Withdraw("a", 1)),
                new Next.Asked<>(TAKE, new Withdraw("a", 2)));
        assertThat(next.wakes()).extracting(Next.Wake::name).containsExactly("w1", "w2");
        var ended = plan.accepted(sent("book"), 10L, List.of(new Happening.Withdrawn("x", 1),
                new Happening.Deposited("x", 2)));
        assertThat(ended).isEqualTo(Next.state(9L).done());
        assertThat(plan.accepted(sent("book"), 10L, List.of())).isEqualTo(Next.state(10L));
    }

    @Test
    void what_a_later_event_of_a_command_ends_or_cancels_does_not_happen() {
        var one = Next.state(1L).ask(TAKE, new Withdraw("a", 1)).wake("w", Duration.ZERO).wake("v", Duration.ZERO);
        assertThat(one.cancelWake("w").wakes()).extracting(Next.Wake::name).containsExactly("v");
        assertThat(one.then(Next.state(2L).cancelWake("w").wake("u", Duration.ZERO))).isEqualTo(Next.state(2L)
                .ask(TAKE, new Withdraw("a", 1)).wake("v", Duration.ZERO).cancelWake("w").wake("u", Duration.ZERO));
        assertThat(one.then(Next.state(2L).done())).isEqualTo(Next.state(2L).done());
        assertThat(one.then(Next.state(2L).compensate())).isEqualTo(Next.state(2L).compensate());
        assertThat(plan.accepted(sent("book"), 10L, List.of(new Happening.Deposited("x", 1),
                new Happening.Withdrawn("x", 1)))).isEqualTo(Next.state(10L).done());
    }

    @Test
    void an_event_is_for_one_that_begins_or_for_one_that_goes_on() {
        var requested = new Happening.Requested("t", "a", "b", 5);
        assertThat(plan.happened(1L, false, requested)).hasValue(Next.state(6L));
        assertThat(plan.happened(1L, true, requested)).isEmpty();
        assertThat(plan.happened(1L, false, new Happening.Cancelled("t"))).isEmpty();
    }

    @Test
    void commands_are_stored_and_read_by_their_asks() {
        var sent = plan.sent(new Next.Asked<>(BOOK, new Booking.Out("x")));
        assertThat(sent).isEqualTo(new Sent("book", "Out", "{\"account\":\"x\"}", Optional.empty()));
        assertThat(plan.command(sent)).isEqualTo(new Booking.Out("x"));
        assertThat(plan.undoing(7L, sent)).isEqualTo(new Deposit("Out[account=x]", 7));
        assertThat(plan.isUndone(sent)).isTrue();
        assertThat(plan.isUndone(new Sent("take", "Withdraw", "{}", Optional.empty()))).isFalse();
        assertThat(plan.command(new Sent("take", "Formerly", "{\"account\":\"x\",\"cents\":3}", Optional.empty())))
                .as("the only record of its ask, whatever it was called").isEqualTo(new Withdraw("x", 3));
        assertThatThrownBy(() -> plan.command(new Sent("book", "Formerly", "{}", Optional.empty())))
                .isInstanceOf(Undecodable.class)
                .hasMessageContaining("has sent a Formerly, which is no command of it any more");
    }

    @Test
    void what_the_saga_does_not_know_is_refused() {
        assertThatThrownBy(() -> plan.happened(1L, true, new Happening.Cancelled("t")))
                .isInstanceOf(BadRequest.class).hasMessageContaining("came to null on Cancelled: answer with");
        var unheard = plan.refused(sent("book"), 1L, new Refusal.Decided("no")).asks().getFirst();
        assertThatThrownBy(() -> plan.sent(unheard)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("has no onRefused(..) for ask 'unheard', which one of its steps has named");
        assertThatThrownBy(() -> plan.accepted(sent("book"), 1L, List.of(new Happening.Deposited("x", 3))))
                .isInstanceOf(BadRequest.class).hasMessageContaining("has no onWake(..) for wake 'w3'");
        assertThatThrownBy(() -> plan.woken("w3", 1L)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("has no onWake(..) for wake 'w3'");
    }

    @Test
    void states_are_read_as_they_were() {
        var transfers = new SagaPlan<>(Transfers.SAGA);
        var state = Transfer.NONE.failed("why");
        assertThat(transfers.state(new Standing(1, SagaEvent.Status.RUNNING, transfers.text(state), List.of(),
                List.of(), true))).isEqualTo(state);
        assertThat(transfers.state(Standing.NONE)).isSameAs(Transfer.NONE);
    }
}

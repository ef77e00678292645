// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.Outcome;
import io.thence.examples.travel.booking.Booking;
import io.thence.examples.travel.booking.BookingCommand.Cancel;
import io.thence.examples.travel.booking.BookingCommand.CheckIn;
import io.thence.examples.travel.booking.BookingCommand.CheckOut;
import io.thence.examples.travel.booking.BookingCommand.Miss;
import io.thence.examples.travel.booking.BookingCommand.Open;
import io.thence.examples.travel.booking.BookingCommand.Reserve;
import io.thence.examples.travel.booking.DepositSaga;
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.Night;
import io.thence.examples.travel.events.Request;
import io.thence.examples.travel.events.Stay;
import io.thence.examples.travel.notification.Notification;
import io.thence.examples.travel.payment.CardCompany;
import io.thence.examples.travel.payment.Payment;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaInstance;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What booking and payment make of deposits between them, without any data. */
class DepositTest {

    private static final LocalDate DAY = LocalDate.of(2016, 8, 15);
    private static final Night NIGHT = new Night("Inn", DAY);

    private static final CardCompany GIVES = (_, _) -> false;
    private static final CardCompany DECLINES = (_, _) -> true;
    private static final CardCompany DECLINES_FIRST = (_, card) -> card == 1;

    private static Deployed run(CardCompany company) {
        return Deployed.run(deployment(company), Engine.inMemory());
    }

    private static Deployment deployment(CardCompany company) {
        return Deployment.named("travel")
                .with(Booking.APPLICATION, Payment.application(Payment.charging(company)),
                        Notification.APPLICATION);
    }

    private static Thence reserved(Deployed deployed, Deposit deposit) {
        var booking = deployed.of("booking");
        booking.send(new Open("Inn", 1));
        var request = new Request(new Stay("Inn", DAY, 2), "A", Optional.empty(), Optional.empty(), deposit, 10_001);
        assertThat(booking.send(new Reserve(1, request, DAY))).isInstanceOf(Outcome.Accepted.class);
        Calendar.settle(deployed);
        return booking;
    }

    private static String told(Deployed deployed) {
        Calendar.settle(deployed);
        var booking = deployed.of("booking");
        return TravelReport.deposits(booking) + " / " + TravelReport.mails(booking) + " / "
                + booking.saga(DepositSaga.SAGA).of(1).map(SagaInstance::status).map(Object::toString).orElse("none");
    }

    @Test
    void each_application_is_sound_alone_and_beside_the_others() {
        var deployment = deployment(GIVES);
        assertThat(deployment.applications()).flatExtracting(Application::check).isEmpty();
        assertThat(deployment.check()).isEmpty();
    }

    @Test
    void a_guest_whose_first_card_is_declined_pays_with_the_second() {
        try (var deployed = run(DECLINES_FIRST)) {
            var booking = reserved(deployed, Deposit.REFUNDABLE);
            assertThat(told(deployed)).isEqualTo("charged | 1 | 30.00; declined | 1 | 0.00; released | 0 /"
                    + " CONFIRMED | 1 / RUNNING");
            booking.send(new CheckIn(1, "B", DAY));
            booking.send(new CheckOut(1, DAY.plusDays(2)));
            assertThat(told(deployed)).endsWith("BILL | 1; CONFIRMED | 1 / DONE");
            assertThat(deployed.of("payment").read(Payment.ACCOUNTS, 1).paid()).isEqualTo(3_000);
            assertThat(booking.read(Booking.TAKEN, NIGHT)).as("a departure frees nothing").isEqualTo(1);
        }
    }

    @Test
    void nights_are_free_again_when_no_card_gives_the_deposit() {
        try (var deployed = run(DECLINES)) {
            var booking = reserved(deployed, Deposit.NON_REFUND);
            assertThat(told(deployed)).isEqualTo("declined | 2 | 0.00; released | 1 / RELEASED | 1 / DONE");
            assertThat(booking.read(Booking.TAKEN, NIGHT)).isZero();
            assertThat(booking.send(new CheckIn(1, "A", DAY))).isInstanceOf(Outcome.Refused.class);
            assertThat(booking.send(new Reserve(2, Request.of("Inn", DAY, 1), DAY)))
                    .isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void who_cancels_gets_back_what_was_agreed() {
        try (var deployed = run(DECLINES_FIRST)) {
            var booking = reserved(deployed, Deposit.REFUNDABLE);
            booking.send(new Cancel(1, DAY));
            assertThat(told(deployed)).isEqualTo("charged | 1 | 30.00; declined | 1 | 0.00; refunded | 1 | 30.00;"
                    + " released | 0 / CANCELLED | 1; CONFIRMED | 1; REFUNDED | 1 / COMPENSATED");
            assertThat(booking.read(Booking.TAKEN, NIGHT)).isZero();
            assertThat(deployed.of("payment").read(Payment.ACCOUNTS, 1).paid()).isZero();
        }
        try (var deployed = run(GIVES)) {
            reserved(deployed, Deposit.NON_REFUND).send(new Cancel(1, DAY));
            assertThat(told(deployed)).isEqualTo("charged | 1 | 100.01; kept | 1 | 100.01; released | 0 /"
                    + " CANCELLED | 1; CONFIRMED | 1 / COMPENSATED");
        }
    }

    @Test
    void who_does_not_come_gets_nothing_back() {
        try (var deployed = run(GIVES)) {
            reserved(deployed, Deposit.REFUNDABLE).send(new Miss(1, DAY));
            assertThat(told(deployed)).isEqualTo("charged | 1 | 30.00; released | 0 / CONFIRMED | 1; MISSED | 1"
                    + " / DONE");
        }
    }
}

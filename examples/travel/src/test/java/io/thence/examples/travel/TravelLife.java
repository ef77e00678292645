// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.Effect;
import io.thence.Position;
import io.thence.event.EventCodec;
import io.thence.examples.travel.booking.Booking;
import io.thence.examples.travel.booking.BookingCommand.Cancel;
import io.thence.examples.travel.booking.BookingCommand.CheckIn;
import io.thence.examples.travel.booking.BookingCommand.CheckOut;
import io.thence.examples.travel.booking.BookingCommand.Miss;
import io.thence.examples.travel.booking.BookingCommand.Open;
import io.thence.examples.travel.booking.BookingCommand.Reserve;
import io.thence.examples.travel.booking.DepositSaga;
import io.thence.examples.travel.events.BookingEvent.DepositRequested;
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.Request;
import io.thence.examples.travel.events.Stay;
import io.thence.examples.travel.notification.Notification;
import io.thence.examples.travel.payment.CardCompany;
import io.thence.examples.travel.payment.Payment;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Caller;
import io.thence.testing.sim.Simulator;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/** A small inn with guests who want it all in the same days, as lives in the simulator. */
final class TravelLife {

    static final int GUESTS = 4;
    static final int BOOKINGS = 26;
    static final int ROOMS = 4;

    private static final List<Deposit> DEPOSITS = List.of(Deposit.values());
    private static final LocalDate DAY = LocalDate.of(2016, 8, 15);
    static final CardCompany COMPANY = CardCompany.declining(400, 1);
    private static final Effect<DepositRequested, Boolean> CHARGING = Payment.charging(COMPANY);
    static final Application PAYMENT = Payment.application(CHARGING);

    private TravelLife() {}

    static Simulator simulator() {
        return simulator(PAYMENT);
    }

    /** The lives in which {@code payment} sees to the money. */
    static Simulator simulator(Application payment) {
        var deployment = Deployment.named("travel").with(Booking.APPLICATION, payment, Notification.APPLICATION);
        var simulator = Simulator.of(deployment).crashes(5, 7)
                .check(booking -> check(booking, new EventCodec(deployment.whole())))
                .outside(CHARGING, (_, e, _) -> !COMPANY.declines(e.booking(), e.card()));
        for (int i = 0; i < GUESTS; i++) {
            int number = i;
            simulator = simulator.caller("guest-" + i, caller -> stay(caller, number));
        }
        return simulator;
    }

    /** Books, and comes, cancels or stays away; what is refused is refused. */
    private static void stay(Caller caller, int guest) {
        caller.steps(1, _ -> caller.send(new Open("Inn", ROOMS), "open"));
        caller.steps(BOOKINGS, i -> {
            var random = caller.random();
            int booking = guest * BOOKINGS + i;
            caller.send(new Reserve(booking, request(random), DAY));
            if (random.nextBoolean()) {
                caller.pause(Duration.ofMillis(random.nextInt(20)));
            }
            switch (random.nextInt(5)) {
                case 0 -> caller.send(new Miss(booking, DAY));
                case 1, 2 -> caller.send(new Cancel(booking, DAY));
                default -> {
                    caller.send(new CheckIn(booking, "A", DAY));
                    caller.send(new CheckOut(booking, DAY));
                }
            }
        });
    }

    private static Request request(RandomGenerator random) {
        var stay = new Stay("Inn", DAY.plusDays(random.nextInt(6)), 1 + random.nextInt(3));
        var deposit = DEPOSITS.get(random.nextInt(DEPOSITS.size()));
        return new Request(stay, "A", Optional.empty(), Optional.empty(), deposit, 100 + random.nextInt(10_000));
    }

    private static void check(Thence booking, EventCodec codec) {
        assertThat(booking.saga(DepositSaga.SAGA).unfinished(3)).isEmpty();
        var oracle = new TravelOracle(ROOMS);
        var start = new Position(booking.store().lineage(), 0);
        try (var events = booking.store().read(Query.ALL, start, Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                if (!event.get().type().startsWith("thence.")) {
                    oracle.see(codec.decode(event.get()).data());
                }
            }
        }
        oracle.end();
        assertThat(TravelReport.mails(booking)).isEqualTo(oracle.mails());
    }
}

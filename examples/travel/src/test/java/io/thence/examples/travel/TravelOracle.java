// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.travel.events.BookingEvent;
import io.thence.examples.travel.events.BookingEvent.BookingPlaced;
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.Night;
import io.thence.examples.travel.events.PaymentEvent;
import io.thence.examples.travel.events.Request;
import io.thence.examples.travel.notification.NotificationEvent.MailSent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Sees all events in their order, and says what must hold at each of them, and in the end. */
final class TravelOracle {

    private final int rooms;
    private final Map<Night, Integer> taken = new HashMap<>();
    private final Map<Integer, Request> requests = new HashMap<>();
    private final Map<Integer, String> ends = new HashMap<>();
    private final Set<Object> once = new HashSet<>();
    private final Map<Integer, Long> paid = new HashMap<>();
    private final Set<Integer> kept = new HashSet<>();
    private final Set<Integer> billed = new HashSet<>();
    private final Map<Integer, Set<Integer>> asked = new HashMap<>();
    private final Map<String, Integer> due = new TreeMap<>();
    private final Map<String, Integer> sent = new TreeMap<>();

    TravelOracle(int rooms) {
        this.rooms = rooms;
    }

    void see(Object event) {
        if (!(event instanceof BookingEvent.HotelOpened)) {
            assertThat(once.add(event)).as("happens once: %s", event).isTrue();
        }
        switch (event) {
            case BookingEvent e -> booked(e);
            case PaymentEvent e -> paid(e);
            case MailSent e -> sent.merge(e.subject().name(), 1, Integer::sum);
            default -> throw new AssertionError("an event of nobody: " + event);
        }
    }

    private void booked(BookingEvent event) {
        switch (event) {
            case BookingEvent.HotelOpened _, BookingEvent.RefundRequested _, BookingEvent.GuestArrived _,
                    BookingEvent.DepositAgreed _ -> {}
            case BookingPlaced e -> placed(e);
            case BookingEvent.DepositRequested e ->
                asked.computeIfAbsent(e.booking(), _ -> new HashSet<>()).add(e.card());
            case BookingEvent.BookingConfirmed e -> {
                assertThat(paid).as("is paid").containsKey(e.booking());
                due("CONFIRMED");
            }
            case BookingEvent.BookingReleased e -> {
                assertThat(asked.get(e.booking())).containsExactlyInAnyOrder(1, 2);
                ended(e.booking(), "RELEASED", e.stay().each());
            }
            case BookingEvent.BookingCancelled e -> ended(e.booking(), "CANCELLED", e.stay().each());
            case BookingEvent.GuestLeft e -> assertThat(ends.put(e.booking(), "BILL")).isNull();
            case BookingEvent.GuestMissed e -> ended(e.booking(), "MISSED", List.of());
        }
    }

    private void placed(BookingPlaced e) {
        requests.put(e.booking(), e.request());
        e.request().stay().each().forEach(night ->
                assertThat(taken.merge(night, 1, Integer::sum)).as("%s", night).isLessThanOrEqualTo(rooms));
        if (e.request().deposit() == Deposit.NONE) {
            due("CONFIRMED");
        }
    }

    private void ended(int booking, String how, List<Night> free) {
        assertThat(ends.put(booking, how)).as("%s", booking).isNull();
        free.forEach(night -> taken.merge(night, -1, Integer::sum));
        due(how);
    }

    private void due(String subject) {
        due.merge(subject, 1, Integer::sum);
    }

    private void paid(PaymentEvent event) {
        switch (event) {
            case PaymentEvent.DepositCharged e -> {
                assertThat(asked.get(e.booking())).contains(e.card());
                assertThat(e.cents()).isEqualTo(deposit(e.booking()));
                assertThat(paid.put(e.booking(), e.cents())).as("by one card").isNull();
            }
            case PaymentEvent.CardDeclined e -> assertThat(asked.get(e.booking())).contains(e.card());
            case PaymentEvent.DepositRefunded e -> {
                assertThat(paid.remove(e.booking())).isEqualTo(e.cents());
                due("REFUNDED");
            }
            case PaymentEvent.DepositKept e -> {
                assertThat(paid).containsEntry(e.booking(), e.cents());
                kept.add(e.booking());
            }
            case PaymentEvent.BillPaid e -> {
                assertThat(e.before()).isEqualTo(paid.getOrDefault(e.booking(), 0L));
                billed.add(e.booking());
                due("BILL");
            }
        }
    }

    private long deposit(int booking) {
        return requests.get(booking).deposit().of(requests.get(booking).cents());
    }

    /** Nothing more will happen. */
    void end() {
        ends.forEach((booking, how) -> {
            boolean isCharged = paid.containsKey(booking);
            switch (how) {
                case "RELEASED" -> assertThat(isCharged).as("%s is released", booking).isFalse();
                case "CANCELLED" -> assertThat(isCharged).as("%s is cancelled", booking)
                        .isEqualTo(kept.contains(booking));
                case "BILL" -> assertThat(billed).contains(booking);
                default -> {}
            }
        });
        kept.forEach(booking -> assertThat(requests.get(booking).deposit()).isEqualTo(Deposit.NON_REFUND));
        assertThat(mails()).isEqualTo(text(due));
    }

    String mails() {
        return text(sent);
    }

    private static String text(Map<String, Integer> mails) {
        return mails.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()).collect(Collectors.joining("; "));
    }
}

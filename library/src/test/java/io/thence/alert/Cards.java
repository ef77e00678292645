// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.thence.Decision.accept;

/** Payments with cards, of which some are declined. */
final class Cards {

    sealed interface Payment {
        record Paid(String card, long cents) implements Payment {}

        record Declined(String card, String shop) implements Payment {}
    }

    record Pay(String card, long cents) {}

    record Decline(String card, String shop) {}

    static final Key<String> CARD = Key.of("card");
    static final Key<String> SHOP = Key.of("shop");
    static final Events<Payment> EVENTS = Events.of(Payment.class)
            .type("card.paid", Payment.Paid.class, CARD.of(Payment.Paid::card))
            .type("card.declined", Payment.Declined.class, CARD.of(Payment.Declined::card),
                    SHOP.of(Payment.Declined::shop));
    static final Decider<Pay, Payment> PAYING = Decider.of(Pay.class, EVENTS).writing(Payment.Paid.class)
            .decide(c -> accept(new Payment.Paid(c.card(), c.cents())));
    static final Decider<Decline, Payment> DECLINING = Decider.of(Decline.class, EVENTS)
            .writing(Payment.Declined.class).decide(c -> accept(new Payment.Declined(c.card(), c.shop())));
    static final Reaction MAILER = Reaction.named("mailer").on(Payment.Declined.class, (_, _) -> {});
    static final Reaction PRINTER = Reaction.named("printer").on(Payment.Paid.class, (_, _) -> {});
    static final Application APPLICATION = Application.named("cards").with(EVENTS, PAYING, DECLINING);

    static final Duration MINUTE = Duration.ofMinutes(1);

    /** Three within a minute. */
    static Alert declined() {
        return Alert.named("declined").on(Payment.Declined.class).by(CARD).count(MINUTE).atLeast(3);
    }

    /** Keeps what it is told. */
    record Kept(String name, List<Notice> notices, List<String> keys) implements Notifier {

        Kept(String name) {
            this(name, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
        }

        @Override
        public void notify(String key, Notice notice) {
            notices.add(notice);
            keys.add(key);
        }
    }

    private Cards() {}
}

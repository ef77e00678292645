// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.Reaction;
import io.thence.run.Thence;
import io.thence.testing.sim.Caller;
import io.thence.testing.sim.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bookings as the example has them: placed, charged by a card company outside, confirmed by a mail to guests who want
 * mails. One life.
 */
class Trips {

    sealed interface Trip {
        record Placed(String booking, String guest, long cents) implements Trip {}

        record Charged(String booking, String guest) implements Trip {}

        record Silenced(String guest) implements Trip {}

        record Mailed(String guest, String booking) implements Trip {}
    }

    record Place(String booking, String guest, long cents) {}

    record NoteCharged(String booking, String guest) {}

    record Silence(String guest) {}

    record Mail(String guest, String booking) {}

    private static final int DESKS = 4;
    private static final int BOOKINGS = 52;
    private static final int GUESTS = 12;
    private static final Key<String> BOOKING = Key.of("booking");
    private static final Key<String> GUEST = Key.of("guest");

    private static final Events<Trip> EVENTS = Events.of(Trip.class)
            .type("booking.placed", Trip.Placed.class, BOOKING.of(Trip.Placed::booking))
            .type("booking.charged", Trip.Charged.class, BOOKING.of(Trip.Charged::booking))
            .type("guest.silenced", Trip.Silenced.class, GUEST.of(Trip.Silenced::guest))
            .type("guest.mailed", Trip.Mailed.class, GUEST.of(Trip.Mailed::guest));

    private static final Fold<String, Boolean> IS_SILENT = Fold.by(GUEST).from(false)
            .on(Trip.Silenced.class, (_, _) -> true);

    private static final Application WITHOUT_REACTIONS = Application.named("trips").with(EVENTS,
            Decider.of(Place.class, EVENTS).writing(Trip.Placed.class)
                    .decide(c -> accept(new Trip.Placed(c.booking(), c.guest(), c.cents()))),
            Decider.of(NoteCharged.class, EVENTS).writing(Trip.Charged.class)
                    .decide(c -> accept(new Trip.Charged(c.booking(), c.guest()))),
            Decider.of(Silence.class, EVENTS).writing(Trip.Silenced.class)
                    .decide(c -> accept(new Trip.Silenced(c.guest()))),
            Decider.of(Mail.class, EVENTS).writing(Trip.Mailed.class).consulting(IS_SILENT, Mail::guest)
                    .decide((c, isSilent) -> isSilent ? refuse("no mails") : accept(new Trip.Mailed(c.guest(),
                            c.booking()))));

    /** What the card company was asked for: it charges once under a key. */
    private final TreeMap<String, Long> charges = new TreeMap<>();
    private final List<String> keyless = new ArrayList<>();

    /** Charges a card, once under a key. */
    final void charge(String key, long cents) {
        charges.putIfAbsent(key, cents);
    }

    /** Charges a card whenever it is called. */
    final void chargeAnew(String booking) {
        keyless.add(booking);
    }

    /** Charges, and writes down that it did. */
    void cashier(Trip.Placed placed, Reaction.Out out) {
        charge(placed.booking(), placed.cents());
        out.send(new NoteCharged(placed.booking(), placed.guest()));
    }

    /** Sends a mail, if it is wanted. */
    void mailer(Trip.Charged charged, Reaction.Out out) {
        out.send(new Mail(charged.guest(), charged.booking()));
    }

    /** The unchanged application. */
    static Simulator simulator() {
        return Simulator.each(() -> new Trips().life());
    }

    final Simulator life() {
        var application = WITHOUT_REACTIONS.with(
                Reaction.named("cashier").sending(NoteCharged.class).on(Trip.Placed.class, this::cashier),
                Reaction.named("mailer").sending(Mail.class).on(Trip.Charged.class, this::mailer));
        var simulator = Simulator.of(application).crashes(5, 7).oracle(TreeMap<String, Long>::new,
                (placed, answer) -> {
                    if (answer.outcome() instanceof Outcome.Accepted && answer.command() instanceof Place place) {
                        placed.put(place.booking(), place.cents());
                    }
                }, this::check);
        for (int i = 0; i < DESKS; i++) {
            simulator = simulator.caller("desk-" + i, Trips::work);
        }
        return simulator;
    }

    private static void work(Caller caller) {
        caller.steps(BOOKINGS, i -> {
            var random = caller.random();
            var guest = "guest-" + random.nextInt(GUESTS);
            caller.send(new Place(caller.name() + "." + i, guest, 1 + random.nextInt(99)));
            if (random.nextInt(20) == 0) {
                caller.send(new Silence(guest));
            }
            caller.pause(Duration.ofMillis(random.nextInt(20)));
        });
    }

    private void check(Map<String, Long> placed, Thence trips) {
        assertThat(keyless).as("charged without a key").doesNotHaveDuplicates();
        if (keyless.isEmpty()) {
            assertThat(charges).as("charged").isEqualTo(placed);
        }
    }
}

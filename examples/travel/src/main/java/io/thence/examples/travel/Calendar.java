// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Outcome;
import io.thence.Part;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.examples.Sender;
import io.thence.examples.travel.BookingsFile.OfDay;
import io.thence.examples.travel.booking.BookingCommand.Register;
import io.thence.examples.travel.events.Deposit;
import io.thence.run.Deployed;
import io.thence.run.Thence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Has happen what happened, day by day. Where deposits are to be paid, the day goes on when booking and payment have
 * come to an end with each other: so what a guest does next meets what the first thing has led to.
 *
 * @param days what happened
 */
record Calendar(List<OfDay> days) {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    void feed(Sender sender) {
        sender.expect(days.size());
        var byTurn = new TreeMap<Turn, List<OfDay>>(Comparator.comparingLong(Turn::epochDay)
                .thenComparingInt(Turn::turn));
        for (var each : days) {
            byTurn.computeIfAbsent(Turn.of(each), _ -> new ArrayList<>()).add(each);
        }
        var deployed = sender.thence().deployed();
        byTurn.forEach((_, some) -> {
            send(sender, some);
            if (some.stream().anyMatch(Calendar::needsDeposit)) {
                settle(deployed);
            }
        });
    }

    /** What can happen at the same time. */
    private record Turn(long epochDay, int turn) {
        static Turn of(OfDay each) {
            return new Turn(each.day().toEpochDay(), Math.min(each.turn(), 1));
        }
    }

    private static boolean needsDeposit(OfDay each) {
        return each.command() instanceof Register(_, var request, _) && request.deposit() != Deposit.NONE;
    }

    /** A guest whose booking was let go of is sent away; a booking that is not taken down is a fault. */
    private static void send(Sender sender, List<OfDay> some) {
        var outcomes = sender.send(some.stream().map(OfDay::sent).toList());
        for (int i = 0; i < outcomes.size(); i++) {
            if (some.get(i).command() instanceof Register && !(outcomes.get(i) instanceof Outcome.Accepted)) {
                throw new BadRequest("booking " + some.get(i).booking() + " was not taken down (" + outcomes.get(i)
                        + "): was this directory fed with other data? Name another by --data");
            }
        }
    }

    /** Waits until booking, payment and notification have nothing more to say about what has happened. */
    static void settle(Deployed deployed) {
        var store = deployed.applications().getFirst().store();
        var before = Optional.<Position>empty();
        for (var head = store.head(); !before.equals(Optional.of(head)); head = store.head()) {
            for (var application : deployed.applications()) {
                var parts = new ArrayList<Part>(application.application().reactions());
                parts.addAll(application.application().sagas());
                for (var part : parts) {
                    await(application, part, head);
                }
            }
            before = Optional.of(head);
        }
    }

    private static void await(Thence application, Part part, Position position) {
        if (!application.await(part, position, LIMIT)) {
            throw new IllegalStateException("after " + LIMIT + ", " + application.progress(part)
                    + ", and is to come to " + position.number());
        }
    }
}

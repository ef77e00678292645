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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fulfilment in choreography as the example has it: orders are placed, picked from shelves, addressed and shipped; and
 * points are given for them, which an account outside keeps. One life.
 */
class Parcels {

    sealed interface Parcel {
        record Placed(String order, String item, String customer) implements Parcel {}

        record Addressed(String order) implements Parcel {}

        record Picked(String item, String order) implements Parcel {}

        record Shipped(String order) implements Parcel {}
    }

    record Place(String order, String item, String customer) {}

    record Address(String order) {}

    record Pick(String item, String order) {}

    record Ship(String order) {}

    private static final int DESKS = 4;
    private static final int ORDERS = 52;
    private static final int ITEMS = 6;
    private static final Key<String> ORDER = Key.of("order");
    private static final Key<String> ITEM = Key.of("item");

    private static final Events<Parcel> EVENTS = Events.of(Parcel.class)
            .type("order.placed", Parcel.Placed.class, ORDER.of(Parcel.Placed::order))
            .type("parcel.addressed", Parcel.Addressed.class, ORDER.of(Parcel.Addressed::order))
            .type("item.picked", Parcel.Picked.class, ITEM.of(Parcel.Picked::item),
                    ORDER.of(Parcel.Picked::order))
            .type("parcel.shipped", Parcel.Shipped.class, ORDER.of(Parcel.Shipped::order));

    /** Whether a parcel has an address, is picked, and is shipped. */
    record State(boolean isAddressed, boolean isPicked, boolean isShipped) {}

    private static final Fold<String, State> PARCEL = Fold.by(ORDER).from(new State(false, false, false))
            .on(Parcel.Addressed.class, (state, _) -> new State(true, state.isPicked(), state.isShipped()))
            .on(Parcel.Picked.class, (state, _) -> new State(state.isAddressed(), true, state.isShipped()))
            .on(Parcel.Shipped.class, (state, _) -> new State(state.isAddressed(), state.isPicked(), true));

    private static final Application WITHOUT_REACTIONS = Application.named("parcels").with(EVENTS,
            Decider.of(Place.class, EVENTS).writing(Parcel.Placed.class)
                    .decide(c -> accept(new Parcel.Placed(c.order(), c.item(), c.customer()))),
            Decider.of(Address.class, EVENTS).writing(Parcel.Addressed.class)
                    .decide(c -> accept(new Parcel.Addressed(c.order()))),
            Decider.of(Pick.class, EVENTS).writing(Parcel.Picked.class)
                    .decide(c -> accept(new Parcel.Picked(c.item(), c.order()))),
            Decider.of(Ship.class, EVENTS).writing(Parcel.Shipped.class).reading(PARCEL, Ship::order)
                    .decide((c, parcel) -> parcel.isAddressed() && parcel.isPicked() && !parcel.isShipped()
                            ? accept(new Parcel.Shipped(c.order())) : refuse("not now")));

    private final Map<String, Set<String>> orders = new TreeMap<>();

    /** The points of each customer, outside. */
    final Map<String, Integer> points = new TreeMap<>();

    /** A point for each order, whatever comes twice. */
    void give(Parcel.Placed placed) {
        var own = orders.computeIfAbsent(placed.customer(), _ -> new HashSet<>());
        own.add(placed.order());
        points.put(placed.customer(), own.size());
    }

    /** What is picked is shipped, if it is addressed. */
    void picked(Parcel.Picked picked, Reaction.Out out) {
        out.send(new Ship(picked.order()));
    }

    /** What is addressed is shipped, if it is picked. */
    void addressed(Parcel.Addressed addressed, Reaction.Out out) {
        out.send(new Ship(addressed.order()));
    }

    /** The unchanged application. */
    static Simulator simulator() {
        return Simulator.each(() -> new Parcels().life());
    }

    final Simulator life() {
        var application = WITHOUT_REACTIONS.with(
                Reaction.named("addresses").sending(Address.class)
                        .on(Parcel.Placed.class, (e, out) -> out.send(new Address(e.order()))),
                Reaction.named("picking").sending(Pick.class)
                        .on(Parcel.Placed.class, (e, out) -> out.send(new Pick(e.item(), e.order()))),
                Reaction.named("points").on(Parcel.Placed.class, (e, _) -> give(e)),
                Reaction.named("shipping").sending(Ship.class).on(Parcel.Picked.class, this::picked)
                        .on(Parcel.Addressed.class, this::addressed));
        var simulator = Simulator.of(application).crashes(5, 7).oracle(TreeMap<String, String>::new,
                (placed, answer) -> {
                    if (answer.outcome() instanceof Outcome.Accepted && answer.command() instanceof Place place) {
                        placed.put(place.order(), place.customer());
                    }
                }, this::check);
        for (int i = 0; i < DESKS; i++) {
            simulator = simulator.caller("desk-" + i, Parcels::work);
        }
        return simulator;
    }

    private static void work(Caller caller) {
        caller.steps(ORDERS, i -> {
            var random = caller.random();
            caller.send(new Place(caller.name() + "." + i, "item-" + random.nextInt(ITEMS),
                    "customer-" + random.nextInt(9)));
            caller.pause(Duration.ofMillis(random.nextInt(20)));
        });
    }

    private void check(Map<String, String> placed, Thence parcels) {
        placed.keySet().forEach(order -> assertThat(parcels.read(PARCEL, order)).as(order)
                .isEqualTo(new State(true, true, true)));
        var expected = new TreeMap<String, Integer>();
        placed.values().forEach(customer -> expected.merge(customer, 1, Integer::sum));
        assertThat(points).as("points").isEqualTo(expected);
    }
}

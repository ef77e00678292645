// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** What two applications over one store would be in each other's way with is refused by name. */
class DeploymentChecksTest {

    sealed interface ShopEvent {}

    /** What the shop tells others. */
    sealed interface Told extends ShopEvent {}

    record Ordered(String order, String customer) implements Told {}

    record Priced(String order) implements ShopEvent {}

    record Order(String order, String customer) {}

    record Packed(String order) {}

    record Pack(String order) {}

    private static final Key<String> ORDER = Key.of("order");
    private static final Key<String> CUSTOMER = Key.of("customer");
    private static final Events<ShopEvent> SHOP_EVENTS = Events.of(ShopEvent.class)
            .type("shop.ordered", Ordered.class, ORDER.of(Ordered::order), CUSTOMER.of(Ordered::customer))
            .type("shop.priced", Priced.class, ORDER.of(Priced::order));
    private static final Events<Packed> DEPOT_EVENTS =
            Events.of(Packed.class).type("depot.packed", Packed.class, ORDER.of(Packed::order));
    private static final Source FROM_SHOP = Source.named("shop").bringing(Ordered.class);

    private static final Decider<Order, ShopEvent> ORDERING = Decider.of(Order.class, SHOP_EVENTS)
            .decide(c -> accept(new Ordered(c.order(), c.customer())));
    private static final Decider<Pack, Packed> PACKING = Decider.of(Pack.class, DEPOT_EVENTS)
            .decide(c -> accept(new Packed(c.order())));
    private static final Reaction PACKER = Reaction.named("packer").sending(Pack.class)
            .on(Ordered.class, (e, out) -> out.send(new Pack(e.order())));

    private static final Application SHOP = Application.named("shop").with(SHOP_EVENTS, ORDERING);
    private static final Application DEPOT =
            Application.named("depot").with(DEPOT_EVENTS, PACKING, PACKER, SHOP_EVENTS, FROM_SHOP);

    private static List<String> check(Application... applications) {
        return Deployment.named("all").with(applications).check().stream()
                .peek(problem -> assertThat(problem.severity()).isEqualTo(Severity.ERROR))
                .map(problem -> problem.where() + ": " + problem.what()).toList();
    }

    private static Application depot(Part... parts) {
        return Application.named("depot").with(DEPOT_EVENTS, PACKING).with(parts);
    }

    @Test
    void one_writes_an_event_and_another_reads_it() {
        assertThat(check(SHOP, DEPOT)).isEmpty();
        assertThat(check(DEPOT, SHOP)).isEmpty();
    }

    @Test
    void a_part_of_the_events_is_enough_for_one_that_reads_them() {
        var told = Events.of(Told.class)
                .type("shop.ordered", Ordered.class, ORDER.of(Ordered::order), CUSTOMER.of(Ordered::customer));
        assertThat(check(SHOP, depot(told, FROM_SHOP, PACKER))).isEmpty();
    }

    @Test
    void what_is_wrong_with_one_alone_names_it() {
        var problems = Deployment.named("all").with(SHOP, depot(PACKER)).check();
        assertThat(problems).extracting(Problem::where).containsExactly("depot, packer");
        assertThat(check()).containsExactly("deployment all: it has no applications");
        assertThat(Deployment.named("one").with(SHOP).check()).isEqualTo(SHOP.check());
    }

    @Test
    void names_are_unique_where_something_is_kept_under_them() {
        assertThat(check(SHOP, Application.named("shop").with(DEPOT_EVENTS, PACKING)))
                .containsExactly("application shop: two applications have this name");
        var here = Projection.sql("orders", 1).on(Ordered.class, (_, _) -> {});
        var there = Projection.inMemory("orders", ArrayList<String>::new).on(Packed.class, (_, _) -> {});
        assertThat(check(SHOP.with(here), DEPOT.with(there)))
                .containsExactly("orders: applications 'shop' and 'depot' both have a part of this name");
        assertThat(check(SHOP.with(PACKER.mayRepeat("never"), DEPOT_EVENTS, PACKING), DEPOT))
                .contains("packer: applications 'shop' and 'depot' both have a part of this name");
    }

    @Test
    void one_application_writes_a_type_and_decides_a_command() {
        assertThat(check(SHOP, DEPOT.with(ORDERING))).containsExactlyInAnyOrder(
                "event shop.ordered: applications 'shop' and 'depot' both write it",
                "event shop.priced: applications 'shop' and 'depot' both write it",
                "command Order: applications 'shop' and 'depot' both decide it");
        var closing = Fold.by(ORDER).from("").on(Ordered.class, (_, e) -> e.customer()).closedBy(Priced.class);
        var also = Decider.of(Pack.class, DEPOT_EVENTS).consulting(closing, Pack::order)
                .decide((c, _) -> accept(new Packed(c.order())));
        assertThat(check(SHOP, Application.named("depot").with(DEPOT_EVENTS, also, PACKER, SHOP_EVENTS, FROM_SHOP)))
                .containsExactly("event shop.priced: applications 'shop' and 'depot' both write it");
    }

    @Test
    void all_define_a_type_in_one_way() {
        record Other(String order) {}
        var other = Events.of(Other.class).type("shop.ordered", Other.class, ORDER.of(Other::order));
        assertThat(check(SHOP, depot(other))).containsExactly("event shop.ordered: applications 'shop' and 'depot'"
                + " define it differently (record: " + Ordered.class.getName() + " and " + Other.class.getName()
                + ", keys: [order, customer] and [order])");
        var newer = SHOP_EVENTS.upcast(Ordered.class, json -> json);
        assertThat(check(SHOP, depot(newer))).containsExactly("event shop.ordered: applications 'shop' and 'depot'"
                + " define it differently (version: 1 and 2)");
        var personal = SHOP_EVENTS.personal(Ordered.class, ORDER, "customer");
        assertThat(check(Application.named("shop").with(SHOP_EVENTS.renamed(Priced.class, "shop.estimated")),
                depot(SHOP_EVENTS.retired("shop.estimated")))).containsExactly("event shop.estimated: applications"
                + " 'shop' and 'depot' define it differently (name: shop.priced and shop.estimated, record: "
                + Priced.class.getName() + " and nothing any more, keys: [order] and [])");
        assertThat(check(SHOP, Application.named("depot").with(personal)))
                .contains("event shop.ordered: applications 'shop' and 'depot' define it differently"
                        + " (personal components:  and order[customer])");
    }

    @Test
    void a_key_is_personal_for_all_or_for_none() {
        record Called(String customer) {}
        var calls = Events.of(Called.class)
                .type("depot.called", Called.class, CUSTOMER.personal().of(Called::customer))
                .personal(Called.class, CUSTOMER.personal(), "customer");
        assertThat(check(SHOP, depot(calls)))
                .containsExactly("key customer: it is personal in one application and not in another");
    }

    @Test
    void states_on_disk_of_different_folds_do_not_mix() {
        var sum = Fold.by(ORDER).from(0).on(Packed.class, (n, _) -> n + 1).named("count").snapshotEvery(10);
        var same = Fold.by(ORDER).from(0).on(Ordered.class, (n, _) -> n + 1).named("count").snapshotEvery(10);
        var packing = Decider.of(Pack.class, DEPOT_EVENTS).reading(sum, Pack::order)
                .decide((c, _) -> accept(new Packed(c.order())));
        var ordering = Decider.of(Order.class, SHOP_EVENTS).reading(same, Order::order)
                .decide((c, _) -> accept(new Ordered(c.order(), c.customer())));
        assertThat(check(Application.named("shop").with(SHOP_EVENTS, ordering),
                Application.named("depot").with(DEPOT_EVENTS, packing))).containsExactly("fold by order:"
                + " two applications keep snapshots of different folds under 'order:count'");
    }

    @Test
    void a_circle_through_several_applications_is_found() {
        var again = Reaction.named("again").sending(Order.class)
                .on(Packed.class, (e, out) -> out.send(new Order(e.order(), "same")));
        var shop = SHOP.with(DEPOT_EVENTS, Source.named("depot").bringing(Packed.class));
        assertThat(check(shop.with(again), DEPOT)).containsExactly("reaction again: what it sends leads back to it:"
                + " reaction again -> Order -> decider Order -> shop.ordered -> reaction packer -> Pack -> decider Pack"
                + " -> depot.packed -> reaction again");
        assertThat(check(shop.with(again.mayRepeat("it is packed once")), DEPOT)).isEmpty();
    }
}

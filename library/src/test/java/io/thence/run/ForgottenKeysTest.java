// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was let go of with a person stays so when the rows of another key are made anew, or tried again. */
class ForgottenKeysTest {

    record Placed(String order, String customer, String name) {}

    record Place(String order, String customer, String name) {}

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Key<String> ORDER = Key.of("order");
    private static final Key<String> CUSTOMER = Key.of("customer").personal();
    private static final Events<Placed> EVENTS = Events.of(Placed.class)
            .type("order.placed", Placed.class, ORDER.of(Placed::order), CUSTOMER.of(Placed::customer))
            .personal(Placed.class, CUSTOMER, "customer", "name");
    private static final Decider<Place, Placed> PLACING = Decider.of(Place.class, EVENTS)
            .decide(place -> accept(new Placed(place.order(), place.customer(), place.name())));

    private final AtomicBoolean failing = new AtomicBoolean();
    private final Projection orders = Projection.sql("orders", 1,
                    "create table orders (\"order\" varchar primary key, customer varchar)")
            .on(Placed.class, (db, e) -> {
                if (failing.get() && e.order().equals("1")) {
                    throw new IllegalStateException("not now");
                }
                db.row("orders", e.order()).set("customer", db.filed(CUSTOMER));
            })
            .onErased(CUSTOMER, (db, who) -> db.run("delete from orders where customer = ?", who))
            .parallelBy(ORDER);

    @TempDir
    private Path data;

    private Thence run() {
        return Thence.run(Application.named("shop").with(EVENTS, PLACING, orders), Engine.at(data));
    }

    private List<String> rows(Thence shop) {
        return shop.query(orders).upTo(shop.store().head()).within(LONG)
                .list("select * from orders order by 1", row -> row.text("order"));
    }

    @Test
    void a_row_that_was_deleted_with_a_person_does_not_return_when_its_key_is_built_anew() {
        try (var shop = run()) {
            shop.send(new Place("1", "anna", "Anna"));
            shop.send(new Place("2", "bert", "Bert"));
            assertThat(rows(shop)).containsExactly("1", "2");
            shop.forget(CUSTOMER, "anna");
            assertThat(rows(shop)).containsExactly("2");
            shop.rebuild(orders, ORDER, "1", LONG);
            assertThat(rows(shop)).containsExactly("2");
            shop.rebuild(orders, ORDER, "2", LONG);
            assertThat(rows(shop)).containsExactly("2");
            shop.send(new Place("1", "bert", "Bert"));
            shop.rebuild(orders, ORDER, "1", LONG);
            assertThat(rows(shop)).as("another one has it since").containsExactly("1", "2");
        }
    }

    @Test
    void a_row_of_a_person_that_was_forgotten_while_its_key_was_parked_does_not_come() {
        failing.set(true);
        try (var shop = run()) {
            shop.send(new Place("1", "anna", "Anna"));
            shop.send(new Place("2", "bert", "Bert"));
            assertThat(rows(shop)).containsExactly("2");
            assertThat(shop.parked(orders)).hasSize(1);
            shop.forget(CUSTOMER, "anna");
        }
        failing.set(false);
        try (var shop = run()) {
            shop.deadLetters(orders).retryAll("carl", "mended");
            assertThat(shop.deadLetters(orders).await(LONG)).isTrue();
            assertThat(rows(shop)).containsExactly("2");
            assertThat(shop.parked(orders)).isEmpty();
        }
    }

    @Test
    void what_a_person_does_that_came_back_is_not_blanked_by_the_way() {
        try (var shop = run()) {
            shop.send(new Place("1", "anna", "Anna"));
            rows(shop);
            shop.forget(CUSTOMER, "anna");
            shop.send(new Place("2", "anna", "Anna"));
            assertThat(rows(shop)).containsExactly("2");
            assertThatThrownBy(() -> shop.rebuild(orders, ORDER, "1", LONG)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("who is forgotten, came back later under another key");
            assertThat(rows(shop)).containsExactly("2");
            shop.forget(CUSTOMER, "anna");
            shop.rebuild(orders, ORDER, "1", LONG);
            assertThat(rows(shop)).isEmpty();
            assertThat(shop.parked(orders)).isEmpty();
        }
    }
}

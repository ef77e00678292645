// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.Outcome;
import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.inventory.Inventory;
import io.thence.examples.fulfilment.inventory.StockCommand.Buy;
import io.thence.examples.fulfilment.inventory.StockCommand.Fill;
import io.thence.examples.fulfilment.inventory.StockCommand.Pick;
import io.thence.examples.fulfilment.inventory.StockCommand.PutBack;
import io.thence.examples.fulfilment.ordering.Order;
import io.thence.examples.fulfilment.ordering.OrderCommand.NoteShipped;
import io.thence.examples.fulfilment.ordering.OrderCommand.Place;
import io.thence.examples.fulfilment.ordering.OrderCommand.TakeBack;
import io.thence.examples.fulfilment.ordering.Ordering;
import io.thence.examples.fulfilment.shipping.Ship;
import io.thence.examples.fulfilment.shipping.Shipping;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders through all applications, without any data. */
class FulfilmentTest {

    private static final Optional<String> ANNA = Optional.of("anna");

    private final Deployed shop = Deployed.run(Fulfilment.DEPLOYMENT, Engine.inMemory());
    private final Thence ordering = shop.of(Ordering.APPLICATION.name());
    private final Thence inventory = shop.of(Inventory.APPLICATION.name());
    private final Thence books = shop.of(Books.APPLICATION.name());
    private final Thence shipping = shop.of(Shipping.APPLICATION.name());

    @BeforeEach
    void fill() {
        inventory.send(new Fill("cup", 10));
        inventory.send(new Fill("jar", 1));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static List<Item> items(Object... codesAndPieces) {
        return IntStream.range(0, codesAndPieces.length / 2).mapToObj(i ->
                new Item((String) codesAndPieces[2 * i], (int) codesAndPieces[2 * i + 1])).toList();
    }

    private List<String> happened() {
        Fulfilment.settle(shop);
        assertThat(Stocktaking.of(books).faults()).isEmpty();
        assertThat(Stocktaking.of(books).open()).isEmpty();
        try (var events = books.events(Query.ALL).stream()) {
            return events.map(event -> event.data().toString().replaceAll("customer=.*?, ", "")).toList();
        }
    }

    @Test
    void what_is_there_is_sent() {
        ordering.send(new Place("1", ANNA, items("cup", 4, "jar", 1)));
        assertThat(happened()).contains("ParcelSent[order=1, number=1, items=[Item[code=cup, pieces=4],"
                + " Item[code=jar, pieces=1]]]", "OrderClosed[order=1, shipped=5, cancelled=0]");
        assertThat(inventory.read(Inventory.SHELVES, "cup")).isEqualTo(6);
        assertThat(inventory.read(Inventory.SHELVES, "jar")).isZero();
    }

    @Test
    void who_is_known_waits_for_what_is_not_there() {
        ordering.send(new Place("1", ANNA, items("cup", 4, "jar", 2, "cup", 7)));
        assertThat(happened()).contains("GoodsPicked[order=1, items=[Item[code=cup, pieces=4]]]",
                "BackOrdered[order=1, items=[Item[code=jar, pieces=2], Item[code=cup, pieces=7]]]",
                "OrderClosed[order=1, shipped=13, cancelled=0]");
        assertThat(inventory.read(Inventory.SHELVES, "jar")).isEqualTo(1);
        assertThat(shipping.read(Shipping.PARCELS, "1")).isEqualTo(2);
    }

    @Test
    void for_who_is_not_known_it_is_cancelled() {
        ordering.send(new Place("1", Optional.empty(), items("cup", 4, "jar", 2)));
        ordering.send(new Place("2", Optional.empty(), items("pot", 1)));
        assertThat(happened()).contains("OrderClosed[order=1, shipped=4, cancelled=2]",
                "OrderClosed[order=2, shipped=0, cancelled=1]");
        assertThat(ordering.read(Ordering.ORDERS, "1")).isEqualTo(new Order(false, 6, 4, 2));
        assertThat(shipping.read(Shipping.PARCELS, "2")).isZero();
    }

    /** Each order finds what those before it have left: who comes first is served first. */
    @Test
    void all_are_served_in_line() {
        for (int i = 0; i < 30; i++) {
            ordering.send(new Place("order-" + i, Optional.empty(), items("cup", 3)));
            if (i % 3 == 2) {
                ordering.send(new TakeBack("return-" + i, items("cup", 3)));
            }
        }
        assertThat(happened()).isNotEmpty();
        int left = 10;
        for (int i = 0; i < 30; i++) {
            boolean isThere = left >= 3;
            assertThat(ordering.read(Ordering.ORDERS, "order-" + i).shipped()).as("%s", i).isEqualTo(isThere ? 3 : 0);
            left += (isThere ? -3 : 0) + (i % 3 == 2 ? 3 : 0);
        }
    }

    @Test
    void an_order_is_placed_once() {
        ordering.send(new Place("1", ANNA, items("cup", 4)));
        assertThat(ordering.send(new Place("1", ANNA, items("jar", 1)))).isInstanceOfSatisfying(
                Outcome.Refused.class, refused ->
                        assertThat(refused.refusal().reason()).isEqualTo("order 1 is placed already"));
        assertThat(inventory.send(new Fill("cup", -1))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void stocktaking_finds_goods_that_come_from_nowhere() {
        ordering.send(new Place("1", ANNA, items("cup", 4)));
        Fulfilment.settle(shop);
        ordering.send(new NoteShipped("1", 1));
        inventory.send(new Pick("2", items("cup", 2)));
        inventory.send(new PutBack("3", items("cup", 5)));
        inventory.send(new Buy("1", items("cup", 1)));
        shipping.send(new Ship("1", items("cup", 1)));
        Fulfilment.settle(shop);
        assertThat(Stocktaking.of(books).faults())
                .anyMatch(fault -> fault.contains("PiecesShipped") && fault.endsWith("not so many pieces of it"))
                .anyMatch(fault -> fault.contains("GoodsPicked[order=2") && fault.endsWith("there is no such order"))
                .anyMatch(fault -> fault.contains("GoodsPutBack") && fault.endsWith("nobody brought that back"))
                .anyMatch(fault -> fault.contains("GoodsBought") && fault.endsWith("not so many pieces of it"))
                .anyMatch(fault -> fault.contains("ParcelSent") && fault.endsWith("not so many pieces of it"));
        assertThat(Stocktaking.of(books).shelves()).containsEntry("cup", 9L);
    }

    @Test
    void the_applications_fit_together() {
        assertThat(Fulfilment.DEPLOYMENT.check()).isEmpty();
    }
}

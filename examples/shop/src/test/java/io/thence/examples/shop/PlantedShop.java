// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Fold;
import io.thence.Part;
import io.thence.Reaction;
import io.thence.examples.shop.ShopCommand.ReceiveStock;
import io.thence.examples.shop.ShopCommand.Sell;
import io.thence.examples.shop.ShopEvent.GoodsReturned;
import io.thence.examples.shop.ShopEvent.LinesAdded;
import io.thence.examples.shop.ShopEvent.OrderPlaced;
import io.thence.examples.shop.ShopEvent.StockRanLow;
import io.thence.examples.shop.ShopEvent.StockReceived;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Query;
import io.thence.testing.sim.Simulator;
import io.thence.world.Disk;
import io.thence.world.World;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;

/** The shop's application with a fault in it: one of its parts is another one, the rest is what it is. */
final class PlantedShop {

    private PlantedShop() {}

    private static Simulator with(Part real, Part planted) {
        var parts = Shop.APPLICATION.parts().stream().map(part -> part.equals(real) ? planted : part).toList();
        return ShopLivesTest.simulator(new Application(Shop.APPLICATION.name(), parts));
    }

    /** Planted: a delivery is there when it is booked in by the wall clock, not when it is due. */
    static Simulator foldOverClock() {
        return Simulator.each(() -> {
            var clock = new Clock();
            return with(Shop.SALES, clock.sales).on(clock::engine);
        });
    }

    /** Folds over the clock of the world that it is in. */
    private static final class Clock {

        private final Fold<String, Stock> stocks = Fold.by(Shop.STOCK).from(Stock.NEW)
                .onEach(OrderPlaced.class, (code, stock, e) -> stock.after(e.pick(code), e.bill().at()))
                .onEach(LinesAdded.class, (code, stock, e) -> stock.after(e.pick(code), e.bill().at()))
                .onEach(GoodsReturned.class, (code, stock, e) -> stock.after(e.restock(code), e.bill().at()))
                .on(StockRanLow.class, (stock, e) -> stock.ordered(e.pieces()))
                .on(StockReceived.class, (stock, e) -> stock.received(e.pieces(), now()));

        private final Decider<Sell, ShopEvent> sales = Decider.of(Sell.class, Shop.EVENTS)
                .writing(OrderPlaced.class, LinesAdded.class, StockRanLow.class)
                .reading(Shop.INVOICES, Sell::invoice)
                .readingEach(stocks, Sell::codes)
                .decide((sell, invoice, all) -> switch (sell) {
                    case ShopCommand.PlaceOrder c when !invoice.isNew() -> refuse(c.invoice() + " is placed");
                    case ShopCommand.AddLines c when invoice.isNew() -> refuse(c.invoice() + " is not placed");
                    case Sell c -> accept(Sale.of(c, invoice, all).events());
                });

        private Optional<World> world = Optional.empty();

        private Instant now() {
            return world.orElseThrow().now();
        }

        Engine engine(World simulated, Disk disk) {
            world = Optional.of(simulated);
            return new Engine(simulated, disk, LogSettings.SMALL, 16 << 10);
        }
    }

    /** Planted: what runs low, under its code, is thought to come after the order, under its invoice. */
    static Simulator orderAcrossKeys() {
        return Simulator.each(() -> {
            Set<String> sold = new HashSet<>(); // what suppliers were asked about
            return with(Shop.REORDER, Reaction.named("reorder").sending(ReceiveStock.class)
                    .on(OrderPlaced.class, (e, _) -> sold.addAll(e.codes()))
                    .on(LinesAdded.class, (e, _) -> sold.addAll(e.codes()))
                    .on(StockRanLow.class, (low, out) -> {
                        if (sold.contains(low.code())) {
                            out.send(new ReceiveStock(low.code(), low.pieces(), low.due()));
                        }
                    }));
        });
    }

    /** Planted: a supplier is asked for pieces whenever the event comes. */
    static Simulator handlerNotIdempotent() {
        return Simulator.each(() -> {
            Map<String, Long> ordered = new TreeMap<>(); // what suppliers were asked for
            return with(Shop.REORDER, Reaction.named("reorder").sending(ReceiveStock.class)
                    .on(StockRanLow.class, (low, out) -> {
                        ordered.merge(low.code(), low.pieces(), Long::sum);
                        out.send(new ReceiveStock(low.code(), low.pieces(), low.due()));
                    })).check(shop -> assertThat(ordered).as("pieces ordered").isEqualTo(low(shop)));
        });
    }

    /** How many pieces were to be ordered of each code. */
    private static Map<String, Long> low(Thence shop) {
        var pieces = new TreeMap<String, Long>();
        try (var events = shop.events(Query.types(Set.of("stock.ran-low"))).stream()) {
            events.map(event -> (StockRanLow) event.data())
                    .forEach(low -> pieces.merge(low.code(), low.pieces(), Long::sum));
        }
        return pieces;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.events.OrderEvent;
import io.thence.examples.fulfilment.events.OrderEvent.BackOrdered;
import io.thence.examples.fulfilment.events.OrderEvent.GoodsReturned;
import io.thence.examples.fulfilment.events.OrderEvent.ItemsCancelled;
import io.thence.examples.fulfilment.events.OrderEvent.OrderClosed;
import io.thence.examples.fulfilment.events.OrderEvent.OrderPlaced;
import io.thence.examples.fulfilment.events.OrderEvent.PiecesShipped;
import io.thence.examples.fulfilment.events.ParcelEvent.ParcelSent;
import io.thence.examples.fulfilment.events.StockEvent;
import io.thence.examples.fulfilment.events.StockEvent.GoodsBought;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPicked;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPutBack;
import io.thence.examples.fulfilment.events.StockEvent.GoodsShort;
import io.thence.examples.fulfilment.events.StockEvent.ShelfFilled;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the log says about goods and orders, position by position, by plain arithmetic. Whatever is going on,
 * {@link #faults} is to be empty; when nobody has anything to do any more, {@link #open} too.
 *
 * @param shelves the pieces on the shelf of each article
 * @param open    orders that are not closed, and returns that are not put back, in the order in which they came
 * @param faults  what is wrong, in words, the first first; at most {@value #FAULTS_MAX}
 */
public record Stocktaking(Map<String, Long> shelves, Set<String> open, List<String> faults) {

    /** So many faults are told. */
    public static final int FAULTS_MAX = 20;

    public Stocktaking {
        shelves = Map.copyOf(shelves);
        open = new LinkedHashSet<>(open);
        faults = List.copyOf(faults);
    }

    /**
     * Reads the log to its head.
     *
     * @param books an application that knows all events, such as {@link Books#APPLICATION}
     */
    public static Stocktaking of(Thence books) {
        var reading = new Reading();
        try (var events = books.events(Query.ALL).stream()) {
            events.forEach(event -> reading.see(event.position().number(), event.data()));
        }
        return reading.taking();
    }

    /** What is known of an order, in pieces. */
    private static final class Account {
        private long ordered;
        private long picked;
        private long missing;
        private long backOrdered;
        private long cancelled;
        private long bought;
        private long sent;
        private long shipped;

        /** No piece is there twice, or comes from nowhere. */
        boolean isSound() {
            return picked + missing <= ordered && backOrdered + cancelled <= missing && bought <= backOrdered
                    && sent <= picked + bought && shipped <= sent;
        }
    }

    /** All that was read so far. */
    private static final class Reading {

        private final Map<String, Long> shelves = new HashMap<>();
        private final Map<String, Account> orders = new HashMap<>();
        private final Map<String, List<Item>> returns = new HashMap<>();
        private final Set<String> open = new LinkedHashSet<>();
        private final List<String> faults = new ArrayList<>();

        void see(long position, Object event) {
            switch (event) {
                case OrderEvent e -> see(position, e);
                case StockEvent e -> see(position, e);
                case ParcelSent e -> order(position, e, e.order(), order -> order.sent += Item.pieces(e.items()));
                default -> throw new IllegalStateException("an event of somebody else: " + event);
            }
        }

        private void see(long position, OrderEvent event) {
            switch (event) {
                case OrderPlaced e -> {
                    check(orders.putIfAbsent(e.order(), new Account()) == null && open.add(e.order()), position, e,
                            "it was placed before");
                    order(position, e, e.order(), order -> order.ordered += Item.pieces(e.items()));
                }
                case GoodsReturned e -> check(returns.put(e.order(), e.items()) == null && open.add(e.order()),
                        position, e, "it was brought back before");
                case BackOrdered e -> order(position, e, e.order(), order ->
                        order.backOrdered += Item.pieces(e.items()));
                case ItemsCancelled e -> order(position, e, e.order(), order ->
                        order.cancelled += Item.pieces(e.items()));
                case PiecesShipped e -> order(position, e, e.order(), order -> order.shipped += e.pieces());
                case OrderClosed e -> order(position, e, e.order(), order ->
                        check(open.remove(e.order()) && order.shipped == e.shipped()
                                && order.cancelled == e.cancelled()
                                && order.shipped + order.cancelled == order.ordered, position, e,
                                "it is not at its end"));
            }
        }

        private void see(long position, StockEvent event) {
            switch (event) {
                case ShelfFilled e -> shelf(position, e, e.code(), e.pieces());
                case GoodsPicked e -> {
                    order(position, e, e.order(), order -> order.picked += Item.pieces(e.items()));
                    e.items().forEach(item -> shelf(position, e, item.code(), -item.pieces()));
                }
                case GoodsShort e -> order(position, e, e.order(), order -> order.missing += Item.pieces(e.items()));
                case GoodsPutBack e -> {
                    check(open.remove(e.order()) && e.items().equals(returns.get(e.order())), position, e,
                            "nobody brought that back");
                    e.items().forEach(item -> shelf(position, e, item.code(), item.pieces()));
                }
                case GoodsBought e -> order(position, e, e.order(), order -> order.bought += Item.pieces(e.items()));
            }
        }

        private void order(long position, Object event, String number, Consumer<Account> change) {
            var order = Optional.ofNullable(orders.get(number));
            order.ifPresent(change);
            check(order.isPresent(), position, event, "there is no such order");
            check(order.isEmpty() || order.get().isSound(), position, event, "there are not so many pieces of it");
        }

        private void shelf(long position, Object event, String code, long pieces) {
            check(shelves.merge(code, pieces, Long::sum) >= 0, position, event, "so many of " + code
                    + " are not there");
        }

        private void check(boolean holds, long position, Object event, String what) {
            if (!holds && faults.size() < FAULTS_MAX) {
                faults.add("at " + position + ", " + event + ": " + what);
            }
        }

        Stocktaking taking() {
            return new Stocktaking(shelves, open, faults);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.ShopEvent.Arrival;
import io.thence.examples.shop.ShopEvent.Pick;
import io.thence.examples.shop.ShopEvent.Restock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stock rule for one stock code. A code starts with 100 pieces; whatever a sale asks for beyond what is available
 * is back-ordered; when what is available and on order falls below 50, deliveries of 200 pieces are ordered.
 *
 * @param available   pieces that can be taken; 0 while pieces are back-ordered
 * @param backOrdered pieces that are sold but were not there
 * @param onOrder     pieces ordered that have not arrived, booked in or not
 * @param expected    deliveries that are booked in and have not arrived
 */
public record Stock(long available, long backOrdered, long onOrder, List<Delivery> expected) {

    static final Stock NEW = new Stock(100, 0, 0, List.of());

    private static final long LOW = 50;
    private static final long DELIVERY = 200;

    /** Pieces that are there from {@code due} on. */
    public record Delivery(long pieces, Instant due) {}

    /** What a sale at {@code at} does that asks for {@code asked} pieces and takes {@code gone} out of the books. */
    Pick pick(Instant at, long asked, long gone) {
        var arrival = arrival(at);
        long there = available + arrival.pieces() - arrival.filled();
        long taken = Math.min(there, asked);
        long writtenOff = Math.min(there - taken, gone);
        return new Pick(arrival, taken, asked - taken, writtenOff, gone - writtenOff);
    }

    /** What a return at {@code at} of {@code returned} pieces does. */
    Restock restock(Instant at, long returned) {
        var arrival = arrival(at);
        return new Restock(arrival, returned, Math.min(backOrdered - arrival.filled(), returned));
    }

    Stock after(Pick pick, Instant at) {
        var stock = after(pick.arrival(), at);
        return new Stock(
                stock.available - pick.taken() - pick.writtenOff(),
                stock.backOrdered + pick.backOrdered(),
                stock.onOrder,
                stock.expected);
    }

    Stock after(Restock restock, Instant at) {
        var stock = after(restock.arrival(), at);
        return new Stock(
                stock.available + restock.returned() - restock.filled(),
                stock.backOrdered - restock.filled(),
                stock.onOrder,
                stock.expected);
    }

    Stock ordered(long pieces) {
        return new Stock(available, backOrdered, onOrder + pieces, expected);
    }

    Stock received(long pieces, Instant due) {
        var all = Stream.concat(expected.stream(), Stream.of(new Delivery(pieces, due)));
        return new Stock(available, backOrdered, onOrder, all.toList());
    }

    /** The delivery that is due for order now, if the code runs low: it arrives with the next full hour. */
    Optional<Delivery> reorder(Instant at) {
        long missing = LOW - (available - backOrdered + onOrder);
        if (missing <= 0) {
            return Optional.empty();
        }
        long pieces = Math.ceilDiv(missing, DELIVERY) * DELIVERY;
        return Optional.of(new Delivery(pieces, at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS)));
    }

    private Arrival arrival(Instant at) {
        long pieces = expected.stream().filter(d -> !d.due().isAfter(at)).mapToLong(Delivery::pieces).sum();
        return new Arrival(pieces, Math.min(pieces, backOrdered));
    }

    private Stock after(Arrival arrival, Instant at) {
        return new Stock(
                available + arrival.pieces() - arrival.filled(),
                backOrdered - arrival.filled(),
                onOrder - arrival.pieces(),
                expected.stream().filter(d -> d.due().isAfter(at)).toList());
    }
}

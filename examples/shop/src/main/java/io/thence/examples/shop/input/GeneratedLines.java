// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import io.thence.examples.Chance;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The lines of a {@link Generator}, made an invoice at a time. Shares are those of the real December: of 100 invoices
 * about 16 are returns, 4 write off goods, and the rest are sales, mostly of 10 to 30 lines.
 */
final class GeneratedLines implements Iterator<String> {

    /** One in so many invoices has a dirty line in it, of each kind in turn. */
    static final int INVOICES_PER_DIRTY_LINE = 150;

    private static final int FIRST_NUMBER = 536_365;
    private static final LocalDateTime FIRST_TIME = LocalDateTime.of(2010, 12, 1, 8, 26);
    private static final LocalTime OPENING = LocalTime.of(8, 26);
    private static final LocalTime CLOSING = LocalTime.of(19, 0);
    private static final int MINUTES_BETWEEN_INVOICES_MAX = 13;

    private final int invoices;
    private final Chance chance;
    private final Basket basket;
    private final Deque<String> ready = new ArrayDeque<>();
    private LocalDateTime time = FIRST_TIME;
    private int made;

    GeneratedLines(Generator generator) {
        this.invoices = generator.invoices();
        this.chance = new Chance(generator.seed());
        this.basket = new Basket(chance);
        ready.add(String.join(",", Column.titles()));
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && made < invoices) {
            invoice();
        }
        return !ready.isEmpty();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + invoices + " invoices are made");
        }
        return ready.remove();
    }

    private void invoice() {
        var number = String.valueOf(FIRST_NUMBER + made);
        made++;
        int kind = chance.below(100);
        if (made % INVOICES_PER_DIRTY_LINE == 0 || !basket.hasSold()) {
            sale(number);
        } else if (kind < 16) {
            goodsReturned("C" + number);
        } else if (kind < 20) {
            ready.add(line(number, basket.writtenOff()));
        } else {
            sale(number);
        }
        pass(chance.below(MINUTES_BETWEEN_INVOICES_MAX));
    }

    private void goodsReturned(String number) {
        var first = basket.returned();
        ready.add(line(number, first));
        int more = chance.below(4);
        for (int i = 0; i < more; i++) {
            ready.add(line(number, basket.returned().of(first.customer())));
        }
    }

    private void sale(String number) {
        var customer = basket.customer();
        int lines = lines();
        int nextMinuteAt = lines > 4 && chance.onceIn(45) ? lines / 2 : -1;
        int dirtyAt = made % INVOICES_PER_DIRTY_LINE == 0 ? lines / 2 : -1;
        for (int i = 0; i < lines; i++) {
            if (i == nextMinuteAt) {
                pass(1);
            }
            if (i == dirtyAt) {
                ready.add(dirty(columns(number, basket.sold(customer))));
            }
            ready.add(line(number, basket.sold(customer)));
            if (chance.onceIn(80)) {
                ready.add(ready.getLast());
            }
        }
    }

    private int lines() {
        int share = chance.below(400);
        if (share == 0) {
            return chance.between(500, 1_100);
        }
        if (share < 8) {
            return chance.between(80, 300);
        }
        if (share < 50) {
            return chance.between(31, 79);
        }
        return share < 300 ? chance.between(10, 30) : chance.between(1, 9);
    }

    /** Moves the clock on: through trading hours, and over the nights and Saturdays between them. */
    private void pass(int minutes) {
        time = time.plusMinutes(minutes);
        if (time.toLocalTime().isAfter(CLOSING)) {
            time = time.toLocalDate().plusDays(1).atTime(OPENING);
        }
        if (time.getDayOfWeek() == DayOfWeek.SATURDAY) {
            time = time.plusDays(1);
        }
    }

    private String line(String number, Basket.Item item) {
        return String.join(",", columns(number, item));
    }

    private List<String> columns(String number, Basket.Item item) {
        int pence = item.priceInPence();
        var price = pence / 100 + "." + pence / 10 % 10 + pence % 10;
        return List.of(number, item.code(), item.description(), String.valueOf(item.quantity()),
                InvoiceTimes.FORMAT.format(time), price, item.customer().id(), item.customer().country());
    }

    private String dirty(List<String> columns) {
        var spoilt = new ArrayList<>(columns);
        switch (made / INVOICES_PER_DIRTY_LINE % 3) {
            case 0 -> spoilt.set(Column.QUANTITY.index(), "1o");
            case 1 -> spoilt.subList(Column.QUANTITY.index(), spoilt.size()).clear();
            default -> spoilt.set(Column.DESCRIPTION.index(), "\"QUOTE LEFT OPEN");
        }
        return String.join(",", spoilt);
    }
}

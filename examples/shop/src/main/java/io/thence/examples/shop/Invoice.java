// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.ShopEvent.Bill;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is known of an invoice: the lines that it has so far. */
public record Invoice(Set<Entry> entries) {

    static final Invoice NEW = new Invoice(Set.of());

    /** A line with its time: two lines that are equal in both are a repeat. */
    public record Entry(Instant at, Line line) {}

    boolean isNew() {
        return entries.isEmpty();
    }

    Invoice with(Bill bill) {
        var all = new LinkedHashSet<>(entries);
        bill.lines().forEach(line -> all.add(new Entry(bill.at(), line)));
        return new Invoice(Collections.unmodifiableSet(all));
    }

    /** The run as it is booked, its repeats counted. */
    Bill bill(String invoice, Instant at, List<Line> lines) {
        var known = new LinkedHashSet<>(entries);
        int repeats = (int) lines.stream().filter(line -> !known.add(new Entry(at, line))).count();
        return new Bill(invoice, at, lines, repeats);
    }
}

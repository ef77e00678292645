// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.examples.DataSets;
import io.thence.examples.shop.input.InvoiceLine;
import io.thence.examples.shop.input.InvoiceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The same in a plain loop over the lines of the file, one after the other, in one pair of hands. */
final class PlainShop {

    final Map<String, Long> shelves = new TreeMap<>();
    private final Map<String, long[]> scarce = new TreeMap<>();
    private final List<Order> orders = new ArrayList<>();
    private final long stock;
    private String before = "";
    private long putBack;

    /** An order: what became of its lines and pieces. */
    private static final class Order {
        long lines;
        long shortLines;
        long picked;
        long bought;
        long cancelled;

        int parcels() {
            return (picked > 0 ? 1 : 0) + (bought > 0 ? 1 : 0);
        }
    }

    private PlainShop(long stock) {
        this.stock = stock;
    }

    static PlainShop of(FulfilmentExample example) {
        var shop = new PlainShop(example.stock);
        try (var lines = InvoiceSource.of(DataSets.folder().resolve(example.files().getFirst())).open()) {
            for (var next = lines.next(); next.isPresent(); next = lines.next()) {
                var line = (InvoiceLine) next.get();
                if (example.from.filter(from -> line.at().isBefore(from)).isEmpty()
                        && example.until.filter(until -> !line.at().isBefore(until)).isEmpty()) {
                    shop.see(line);
                }
            }
        }
        return shop;
    }

    private void see(InvoiceLine line) {
        var run = line.invoice() + " " + line.at();
        boolean isNew = !run.equals(before);
        before = run;
        if (isNew) {
            orders.add(new Order());
        }
        if (line.invoice().startsWith("C")) {
            shelves.merge(line.stockCode(), stock - line.quantity(), (there, _) -> there - line.quantity());
            putBack -= line.quantity();
        } else if (line.quantity() > 0 && !line.invoice().startsWith("A")) {
            sell(orders.getLast(), line);
        }
    }

    private void sell(Order order, InvoiceLine line) {
        long there = shelves.computeIfAbsent(line.stockCode(), _ -> stock);
        order.lines++;
        if (line.quantity() <= there) {
            shelves.put(line.stockCode(), there - line.quantity());
            order.picked += line.quantity();
            return;
        }
        order.shortLines++;
        var missing = scarce.computeIfAbsent(line.stockCode(), _ -> new long[2]);
        missing[0] += line.quantity();
        if (line.customer().isPresent()) {
            order.bought += line.quantity();
        } else {
            order.cancelled += line.quantity();
            missing[1] += line.quantity();
        }
    }

    List<String> answers() {
        var real = orders.stream().filter(order -> order.lines > 0).toList();
        long picked = real.stream().mapToLong(order -> order.picked).sum();
        long bought = real.stream().mapToLong(order -> order.bought).sum();
        long cancelled = real.stream().mapToLong(order -> order.cancelled).sum();
        return List.of(
                real.size() + " | " + real.stream().mapToLong(order -> order.lines).sum() + " | "
                        + (picked + bought + cancelled),
                real.stream().mapToLong(order -> order.shortLines).sum() + " | " + (bought + cancelled) + " | "
                        + picked + " | " + putBack + " | "
                        + shelves.values().stream().filter(pieces -> pieces == 0).count(),
                (picked + bought) + " | " + bought + " | " + cancelled,
                real.size() + " | " + real.stream().filter(order -> order.cancelled == 0).count() + " | "
                        + real.stream().filter(order -> order.cancelled > 0 && order.parcels() > 0).count() + " | "
                        + real.stream().filter(order -> order.parcels() == 0).count(),
                real.stream().mapToInt(Order::parcels).sum() + " | "
                        + real.stream().filter(order -> order.parcels() == 2).count(),
                scarce.entrySet().stream()
                        .sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0])).limit(5)
                        .map(entry -> entry.getKey() + " | " + entry.getValue()[0] + " | " + entry.getValue()[1])
                        .collect(Collectors.joining("; ")),
                "0 | 0");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.ThenceException.BadRequest;
import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.inventory.Inventory;
import io.thence.examples.fulfilment.inventory.StockCommand.Fill;
import io.thence.examples.fulfilment.ordering.OrderCommand;
import io.thence.examples.fulfilment.ordering.OrderCommand.Place;
import io.thence.examples.fulfilment.ordering.OrderCommand.TakeBack;
import io.thence.examples.shop.input.InvoiceLine;
import io.thence.examples.shop.input.InvoiceSource;
import io.thence.examples.shop.input.Kind;
import io.thence.examples.shop.input.RefusedLine;
import io.thence.examples.shop.input.Run;
import io.thence.examples.shop.input.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The invoices of a file as orders and returns, in the order of the file. Adjacent lines of one invoice at one time are
 * one order; a later one of an invoice that had one gets a number after a dash. Negative lines of sales are write-offs
 * and no orders, adjustments move no goods: both are left out.
 *
 * @param file  below the folder of data sets
 * @param from  what comes before is left out
 * @param until what comes then or later is left out
 */
record Invoices(String file, Optional<Instant> from, Optional<Instant> until) {

    static final String DECEMBER = "retail/december-2010.csv.gz";
    static final String YEAR = "retail/online-retail.csv.gz";

    /** Refuses times between which nothing lies. */
    void check() {
        if (commands().isEmpty()) {
            var all = new Invoices(file, Optional.empty(), Optional.empty()).commands().stream().map(Sent::at).toList();
            throw new BadRequest("nothing lies between " + from.map(at -> "--from " + at).orElse("the first") + " and "
                    + until.map(at -> "--until " + at).orElse("the last") + ": " + (all.isEmpty()
                            ? file + " has no order"
                            : "the orders of " + file + " are from " + Collections.min(all) + " to "
                                    + Collections.max(all)));
        }
    }

    /** Fills the shelf of each article with {@code pieces}, then has everything ordered and brought back. */
    void feed(Sender orders, long pieces) {
        var commands = commands();
        var articles = new TreeSet<String>();
        commands.forEach(sent -> articles.addAll(Item.codes(items(sent))));
        orders.expect(commands.size());
        var deployed = orders.thence().deployed();
        new Sender(deployed.of(Inventory.APPLICATION.name()), Sender.Watcher.NONE).record(articles.stream()
                .map(code -> new Sent("fill/" + code, code, Instant.EPOCH, new Fill(code, pieces))).toList());
        orders.record(commands);
        Fulfilment.settle(deployed);
    }

    private static List<Item> items(Sent sent) {
        return switch (sent.command()) {
            case Place c -> c.items();
            case TakeBack c -> c.items();
            default -> throw new IllegalStateException(sent.toString());
        };
    }

    private List<Sent> commands() {
        var commands = new ArrayList<Sent>();
        var parts = new HashMap<String, Integer>();
        try (var entries = InvoiceSource.of(DataSets.folder().resolve(file)).open()) {
            var runs = new Runs(entries, until);
            for (var next = runs.next(); next.isPresent(); next = runs.next()) {
                switch (next.get()) {
                    case Run run when from.isEmpty() || !run.at().isBefore(from.get()) -> command(run, parts)
                            .ifPresent(c -> commands.add(new Sent("order/" + c.order(), "all", run.at(), c)));
                    case Run _ -> {}
                    case RefusedLine line -> throw new BadRequest(file + ", line " + line.number() + ": "
                            + line.reason() + ": take the file from its source again");
                }
            }
        }
        return commands;
    }

    private static Optional<OrderCommand> command(Run run, HashMap<String, Integer> parts) {
        int sign = run.kind() == Kind.RETURN ? -1 : 1;
        var items = run.lines().stream().filter(line -> line.quantity() * sign > 0)
                .map(line -> new Item(line.stockCode(), (long) line.quantity() * sign)).toList();
        if (items.isEmpty() || run.kind() == Kind.ADJUSTMENT) {
            return Optional.empty();
        }
        int part = parts.merge(run.invoice(), 1, Integer::sum);
        var order = part == 1 ? run.invoice() : run.invoice() + "-" + part;
        var customer = run.lines().stream().map(InvoiceLine::customer).flatMap(Optional::stream).findFirst();
        return Optional.of(run.kind() == Kind.RETURN
                ? new TakeBack(order, items) : new Place(order, customer, items));
    }
}

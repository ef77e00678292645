// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.examples.CsvFile;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.marketplace.MarketCommand.Approve;
import io.thence.examples.marketplace.MarketCommand.Deliver;
import io.thence.examples.marketplace.MarketCommand.HandOver;
import io.thence.examples.marketplace.MarketCommand.Purchase;
import io.thence.examples.marketplace.MarketCommand.Report;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Turns the rows of the file of orders into commands: of an order first the purchase, then its steps by their time. */
final class OrdersFile {

    static final String NAME = "marketplace/olist_orders_dataset.csv";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("M/d/yyyy H:mm");

    private OrdersFile() {}

    /** A row: when each step was taken, empty where it was not. */
    record Row(
            String orderId,
            String customerId,
            String orderStatus,
            String orderPurchaseTimestamp,
            String orderApprovedAt,
            String orderDeliveredCarrierDate,
            String orderDeliveredCustomerDate,
            String orderEstimatedDeliveryDate) {

        List<Sent> sent() {
            var purchased = time(orderPurchaseTimestamp);
            var steps = new ArrayList<Sent>();
            step("approve", orderApprovedAt, Approve::new).ifPresent(steps::add);
            step("hand-over", orderDeliveredCarrierDate, HandOver::new).ifPresent(steps::add);
            step("deliver", orderDeliveredCustomerDate, Deliver::new).ifPresent(steps::add);
            steps.sort(Comparator.comparing(Sent::at));
            var all = new ArrayList<Sent>();
            all.add(sent("purchase", purchased,
                    new Purchase(orderId, customerId, purchased, time(orderEstimatedDeliveryDate))));
            all.addAll(steps);
            all.add(sent("report", steps.isEmpty() ? purchased : steps.getLast().at(),
                    new Report(orderId, orderStatus)));
            return all;
        }

        private Optional<Sent> step(String name, String cell, BiFunction<String, Instant, MarketCommand> command) {
            return cell.isEmpty() ? Optional.empty()
                    : Optional.of(sent(name, time(cell), command.apply(orderId, time(cell))));
        }

        private Sent sent(String name, Instant at, MarketCommand command) {
            return new Sent(name + "/" + orderId, orderId, at, command);
        }

        private static Instant time(String cell) {
            return LocalDateTime.parse(cell, TIME).toInstant(ZoneOffset.UTC);
        }
    }

    static void feed(Sender sender) throws IOException {
        var commands = CsvFile.of(NAME, ',').rows(Row.class).stream().flatMap(row -> row.sent().stream()).toList();
        sender.expect(commands.size());
        sender.record(commands);
    }
}

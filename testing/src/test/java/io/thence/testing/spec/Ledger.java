// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.testing.spec.Ledger.Entry.Billed;
import io.thence.testing.spec.Ledger.Entry.Opened;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Entry.Transferred;
import io.thence.testing.spec.Ledger.Order.Bill;
import io.thence.testing.spec.Ledger.Order.Levy;
import io.thence.testing.spec.Ledger.Order.Open;
import io.thence.testing.spec.Ledger.Order.Pay;
import io.thence.testing.spec.Ledger.Order.Transfer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** A small application to test the tools with: accounts with numbers, whose owners are persons. */
interface Ledger {

    sealed interface Entry {
        record Opened(int account, String email, String name) implements Entry {}

        record Paid(int account, long cents, String note) implements Entry {}

        record Transferred(int from, int to, long cents) implements Entry {}

        record Billed(int account, List<Item> items) implements Entry {}
    }

    record Item(String article, int pieces, BigDecimal price) {}

    sealed interface Order {
        record Open(int account, String email, String name) implements Order {}

        record Pay(int account, long cents, String note) implements Order {}

        record Transfer(int from, int to, long cents) implements Order {}

        record Bill(int account, List<Item> items) implements Order {}

        record Levy(List<Integer> accounts, long cents) implements Order {}
    }

    Key<Integer> ACCOUNT = Key.of("account", String::valueOf);
    Key<String> OWNER = Key.of("owner").personal();

    Events<Entry> EVENTS = Events.of(Entry.class)
            .type("account.opened", Opened.class, ACCOUNT.of(Opened::account), OWNER.of(Opened::email))
            .personal(Opened.class, OWNER, "email", "name")
            .type("account.paid", Paid.class, ACCOUNT.of(Paid::account))
            .type("money.transferred", Transferred.class, ACCOUNT.each(event -> List.of(event.from(), event.to())))
            .type("account.billed", Billed.class, ACCOUNT.of(Billed::account));

    Fold<Integer, Long> BALANCE = Fold.by(ACCOUNT).from(0L)
            .on(Paid.class, (cents, event) -> cents + event.cents())
            .onEach(Transferred.class, (account, cents, event) -> cents
                    - (account == event.from() ? event.cents() : 0) + (account == event.to() ? event.cents() : 0));

    Fold<String, Integer> ACCOUNTS = Fold.by(OWNER).from(0).on(Opened.class, (held, _) -> held + 1);

    Decider<Open, Entry> OPENING = Decider.of(Open.class, EVENTS)
            .reading(ACCOUNTS, Open::email)
            .decide((open, held) -> held == 2 ? refuse("two accounts already")
                    : accept(new Opened(open.account(), open.email(), open.name())));

    Decider<Pay, Entry> PAYING = Decider.of(Pay.class, EVENTS)
            .reading(BALANCE, Pay::account)
            .decide((pay, balance) -> {
                if (pay.cents() == 0) {
                    return accept();
                }
                return balance + pay.cents() < 0 ? refuse("only " + balance + " cents")
                        : accept(new Paid(pay.account(), pay.cents(), pay.note()));
            });

    Decider<Transfer, Entry> TRANSFERRING = Decider.of(Transfer.class, EVENTS)
            .reading(BALANCE, Transfer::from)
            .decide((order, balance) -> balance < order.cents() ? refuse("only " + balance + " cents")
                    : accept(new Transferred(order.from(), order.to(), order.cents())));

    Decider<Bill, Entry> BILLING = Decider.of(Bill.class, EVENTS)
            .decide(bill -> accept(new Billed(bill.account(), bill.items())));

    Decider<Levy, Entry> LEVYING = Decider.of(Levy.class, EVENTS)
            .readingEach(BALANCE, Levy::accounts)
            .decide(Ledger::levy);

    Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account int primary key, cents bigint, note varchar)")
            .on(Paid.class, (tables, event) -> tables.row("balances", event.account()).add("cents", event.cents())
                    .set("note", event.note()))
            .on(Transferred.class, (tables, event) -> {
                tables.row("balances", event.from()).add("cents", -event.cents());
                tables.row("balances", event.to()).add("cents", event.cents());
            });

    Application APPLICATION = Application.named("ledger")
            .with(EVENTS, OPENING, PAYING, TRANSFERRING, BILLING, LEVYING, BALANCES);

    Spec LEDGER = Spec.of(APPLICATION);

    private static Decision<Entry> levy(Levy levy, Map<Integer, Long> balances) {
        return accept(balances.entrySet().stream().filter(entry -> entry.getValue() >= levy.cents())
                .map(entry -> new Paid(entry.getKey(), -levy.cents(), "levy")).toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Part;
import io.thence.Saga;
import io.thence.run.Thence;
import io.thence.testing.sim.Caller;
import io.thence.testing.sim.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;

/** Money transfers as the example has them: taken, then given, else given back; some are made after a while. */
interface Transfer {

    sealed interface Entry {
        record Opened(int account, long cents) implements Entry {}

        record Closed(int account) implements Entry {}

        record Taken(int account, String transfer, long cents) implements Entry {}

        record Given(int account, String transfer, long cents) implements Entry {}

        record Requested(String transfer, int from, int to, long cents, long afterMillis) implements Entry {}

        record Begun(String transfer) implements Entry {}

        record Cancelled(String transfer) implements Entry {}
    }

    record Open(int account, long cents) {}

    record Close(int account) {}

    record Take(int account, String transfer, long cents) {}

    record Give(int account, String transfer, long cents) {}

    /** Never refused. */
    record GiveBack(int account, String transfer, long cents) {}

    record Request(String transfer, int from, int to, long cents, long afterMillis) {}

    record Begin(String transfer) {}

    record Cancel(String transfer) {}

    /** What is in it, and what it was opened with. */
    record Account(long cents, boolean isOpen, long opened) {
        Account plus(long more) {
            return new Account(cents + more, isOpen, opened);
        }
    }

    record Moving(String transfer, int from, int to, long cents) {
        Take take() {
            return new Take(from, transfer, cents);
        }

        Give give() {
            return new Give(to, transfer, cents);
        }
    }

    int ACCOUNTS = 6;
    long CENTS = 200;
    int PAYERS = 4;
    int TRANSFERS = 52;

    Key<Integer> ACCOUNT = Key.of("account", number -> Integer.toString(number));
    Key<String> TRANSFER = Key.of("transfer");

    Events<Entry> EVENTS = Events.of(Entry.class)
            .type("account.opened", Entry.Opened.class, ACCOUNT.of(Entry.Opened::account))
            .type("account.closed", Entry.Closed.class, ACCOUNT.of(Entry.Closed::account))
            .type("money.taken", Entry.Taken.class, ACCOUNT.of(Entry.Taken::account),
                    TRANSFER.of(Entry.Taken::transfer))
            .type("money.given", Entry.Given.class, ACCOUNT.of(Entry.Given::account),
                    TRANSFER.of(Entry.Given::transfer))
            .type("transfer.requested", Entry.Requested.class, TRANSFER.of(Entry.Requested::transfer))
            .type("transfer.begun", Entry.Begun.class, TRANSFER.of(Entry.Begun::transfer))
            .type("transfer.cancelled", Entry.Cancelled.class, TRANSFER.of(Entry.Cancelled::transfer));

    Fold<Integer, Account> BALANCE = Fold.by(ACCOUNT).from(new Account(0, false, 0))
            .on(Entry.Opened.class, (_, e) -> new Account(e.cents(), true, e.cents()))
            .on(Entry.Closed.class, (a, _) -> new Account(a.cents(), false, a.opened()))
            .on(Entry.Taken.class, (a, e) -> a.plus(-e.cents()))
            .on(Entry.Given.class, (a, e) -> a.plus(e.cents()));

    Decider<Open, Entry> OPENING = Decider.of(Open.class, EVENTS).writing(Entry.Opened.class)
            .reading(BALANCE, Open::account)
            .decide((c, a) -> a.isOpen() ? refuse("open") : accept(new Entry.Opened(c.account(), c.cents())));
    Decider<Close, Entry> CLOSING = Decider.of(Close.class, EVENTS).writing(Entry.Closed.class)
            .reading(BALANCE, Close::account)
            .decide((c, a) -> a.isOpen() ? accept(new Entry.Closed(c.account())) : refuse("not open"));
    Decider<Take, Entry> TAKING = Decider.of(Take.class, EVENTS).writing(Entry.Taken.class)
            .reading(BALANCE, Take::account)
            .decide((c, a) -> a.isOpen() && a.cents() >= c.cents()
                    ? accept(new Entry.Taken(c.account(), c.transfer(), c.cents())) : refuse("no money"));
    Decider<Give, Entry> GIVING = Decider.of(Give.class, EVENTS).writing(Entry.Given.class)
            .reading(BALANCE, Give::account)
            .decide((c, a) -> a.isOpen() ? accept(new Entry.Given(c.account(), c.transfer(), c.cents()))
                    : refuse("not open"));
    Decider<GiveBack, Entry> GIVING_BACK = Decider.of(GiveBack.class, EVENTS).writing(Entry.Given.class)
            .decide(c -> accept(new Entry.Given(c.account(), c.transfer(), c.cents())));
    Decider<Request, Entry> REQUESTING = Decider.of(Request.class, EVENTS).writing(Entry.Requested.class)
            .decide(c -> accept(new Entry.Requested(c.transfer(), c.from(), c.to(), c.cents(), c.afterMillis())));
    Decider<Begin, Entry> BEGINNING = Decider.of(Begin.class, EVENTS).writing(Entry.Begun.class)
            .decide(c -> accept(new Entry.Begun(c.transfer())));
    Decider<Cancel, Entry> CANCELLING = Decider.of(Cancel.class, EVENTS).writing(Entry.Cancelled.class)
            .decide(c -> accept(new Entry.Cancelled(c.transfer())));

    Ask<Moving, Take> TAKE = Ask.of("take", Take.class)
            .undo(GiveBack.class, (_, c) -> new GiveBack(c.account(), c.transfer(), c.cents()));
    Ask<Moving, Give> GIVE = Ask.of("give", Give.class);

    static Moving asked(Entry.Requested e) {
        return new Moving(e.transfer(), e.from(), e.to(), e.cents());
    }

    /** What all sagas of transfers have in common: that they begin after a while, and take. */
    static Saga<String, Moving> begun() {
        return Saga.named("moving").by(TRANSFER).from(new Moving("", 0, 0, 0))
                .startsOn(Entry.Requested.class, (_, e) -> Next.state(asked(e))
                        .wake("begin", Duration.ofMillis(e.afterMillis())))
                .onWake("begin", m -> Next.state(m).ask(TAKE, m.take()))
                .onRefused(TAKE, (m, _) -> Next.state(m).done());
    }

    /** The unchanged one. */
    static Saga<String, Moving> saga() {
        return begun()
                .on(TAKE, Entry.Taken.class, (m, _) -> Next.state(m).ask(GIVE, m.give()))
                .on(GIVE, Entry.Given.class, (m, _) -> Next.state(m).done())
                .onRefused(GIVE, (m, _) -> Next.state(m).compensate())
                .on(Entry.Cancelled.class, (m, _) -> Next.state(m).compensate());
    }

    /** The unchanged application. */
    static Simulator simulator() {
        return simulator(saga());
    }

    /** With this saga, and other parts. */
    static Simulator simulator(Saga<String, Moving> saga, Part... more) {
        var application = Application.named("transfer").with(EVENTS, OPENING, CLOSING, TAKING, GIVING, GIVING_BACK,
                REQUESTING, BEGINNING, CANCELLING, saga).with(more);
        var simulator = Simulator.of(application).crashes(5, 7)
                .caller("clerk", Transfer::keepAccounts)
                .invariant("nobody is in debt", bank -> accounts().forEach(account ->
                        assertThat(bank.read(BALANCE, account).cents()).isNotNegative()))
                .eventually("each transfer has ended", bank -> bank.saga(saga).unfinished(1).isEmpty())
                .check(Transfer::checkSum);
        for (int i = 0; i < PAYERS; i++) {
            simulator = simulator.caller("payer-" + i, Transfer::pay);
        }
        return simulator;
    }

    static List<Integer> accounts() {
        return IntStream.range(0, ACCOUNTS).boxed().toList();
    }

    private static void keepAccounts(Caller caller) {
        caller.steps(ACCOUNTS, account -> caller.send(new Open(account, CENTS)));
        caller.pause(Duration.ofMillis(100));
        caller.steps(1, _ -> caller.send(new Close(0)));
    }

    private static void pay(Caller caller) {
        caller.steps(TRANSFERS, i -> {
            var random = caller.random();
            var transfer = caller.name() + "." + i;
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            long after = random.nextInt(4) == 0 ? random.nextInt(2_000) : 0;
            caller.send(new Request(transfer, from, to, 1 + random.nextInt(60), after));
            if (random.nextInt(5) == 0) {
                caller.pause(Duration.ofNanos(random.nextInt(1 << (10 + random.nextInt(16)))));
                caller.send(new Cancel(transfer));
            }
        });
    }

    /** No money is made or lost. */
    private static void checkSum(Thence bank) {
        var all = accounts().stream().map(account -> bank.read(BALANCE, account)).toList();
        assertThat(all.stream().mapToLong(Account::cents).sum()).as("all money")
                .isEqualTo(all.stream().mapToLong(Account::opened).sum());
    }
}

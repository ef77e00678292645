// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Policy;
import io.thence.Saga;
import java.time.Duration;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/**
 * Accounts, which are shut at times and take nothing then, and transfers between them: begun after a while, with a fee
 * that is taken apart, held for a while, and no longer than they may take.
 */
interface Transfers {

    sealed interface Booked {
        record Opened(String account, long cents) implements Booked {}

        record Shut(String account, boolean isShut) implements Booked {}

        record Taken(String account, long cents) implements Booked {}

        record Given(String account, long cents) implements Booked {}

        record Asked(String transfer, String from, String to, long cents, long begin, long late) implements Booked {}

        record Noted(String transfer) implements Booked {}

        record Cancelled(String transfer) implements Booked {}
    }

    record Open(String account, long cents) {}

    record Shut(String account, boolean isShut) {}

    record Take(String account, long cents) {}

    record Give(String account, long cents) {}

    record Begin(String transfer, String from, String to, long cents, long begin, long late) {}

    record Note(String transfer) {}

    record Cancel(String transfer) {}

    record Account(long cents, boolean isOpen) {
        Account plus(long more) {
            return new Account(cents + more, isOpen);
        }
    }

    record Transfer(String from, String to, long cents, int taken, int notes) {

        Transfer noted() {
            return new Transfer(from, to, cents, taken, notes + 1);
        }

        Next<Transfer> took() {
            var next = new Transfer(from, to, cents, taken + 1, notes);
            return next.taken < 2 ? Next.state(next) : Next.state(next).wake("clear", Duration.ofMillis(4 * cents));
        }
    }

    long FEE = 1;
    Key<String> ACCOUNT = Key.of("account");
    Key<String> TRANSFER = Key.of("transfer");

    Events<Booked> EVENTS = Events.of(Booked.class)
            .type("account.opened", Booked.Opened.class, ACCOUNT.of(Booked.Opened::account))
            .type("account.shut", Booked.Shut.class, ACCOUNT.of(Booked.Shut::account))
            .type("account.taken", Booked.Taken.class, ACCOUNT.of(Booked.Taken::account))
            .type("account.given", Booked.Given.class, ACCOUNT.of(Booked.Given::account))
            .type("transfer.asked", Booked.Asked.class, TRANSFER.of(Booked.Asked::transfer))
            .type("transfer.noted", Booked.Noted.class, TRANSFER.of(Booked.Noted::transfer))
            .type("transfer.cancelled", Booked.Cancelled.class, TRANSFER.of(Booked.Cancelled::transfer));

    Fold<String, Account> BALANCE = Fold.by(ACCOUNT).from(new Account(0, false))
            .on(Booked.Opened.class, (_, e) -> new Account(e.cents(), true))
            .on(Booked.Shut.class, (a, e) -> new Account(a.cents(), !e.isShut()))
            .on(Booked.Taken.class, (a, e) -> a.plus(-e.cents()))
            .on(Booked.Given.class, (a, e) -> a.plus(e.cents()));

    Decider<Open, Booked> OPENING = Decider.of(Open.class, EVENTS).writing(Booked.Opened.class)
            .reading(BALANCE, Open::account).decide((c, _) -> accept(new Booked.Opened(c.account(), c.cents())));
    Decider<Shut, Booked> SHUTTING = Decider.of(Shut.class, EVENTS).writing(Booked.Shut.class)
            .reading(BALANCE, Shut::account).decide((c, _) -> accept(new Booked.Shut(c.account(), c.isShut())));
    Decider<Take, Booked> TAKING = Decider.of(Take.class, EVENTS).writing(Booked.Taken.class)
            .reading(BALANCE, Take::account).decide((c, a) -> open(a, a.cents() >= c.cents(),
                    new Booked.Taken(c.account(), c.cents())));
    Decider<Give, Booked> GIVING = Decider.of(Give.class, EVENTS).writing(Booked.Given.class)
            .reading(BALANCE, Give::account).decide((c, a) -> open(a, true, new Booked.Given(c.account(), c.cents())));
    Decider<Begin, Booked> BEGINNING = Decider.of(Begin.class, EVENTS).writing(Booked.Asked.class)
            .decide(c -> accept(new Booked.Asked(c.transfer(), c.from(), c.to(), c.cents(), c.begin(), c.late())));
    Decider<Note, Booked> NOTING = Decider.of(Note.class, EVENTS).writing(Booked.Noted.class)
            .decide(c -> accept(new Booked.Noted(c.transfer())));
    Decider<Cancel, Booked> CANCELLING = Decider.of(Cancel.class, EVENTS).writing(Booked.Cancelled.class)
            .decide(c -> accept(new Booked.Cancelled(c.transfer())));

    static Decision<Booked> open(Account account, boolean isRich, Booked event) {
        return !account.isOpen() ? refuse("shut") : !isRich ? refuse("too little") : accept(event);
    }

    Ask<Transfer, Take> TAKE = Ask.of("take", Take.class).undo(Give.class, (_, c) -> new Give(c.account(), c.cents()));
    Ask<Transfer, Take> TAX = Ask.of("tax", Take.class).undo(Give.class, (_, c) -> new Give(c.account(), c.cents()));
    Ask<Transfer, Give> GIVE = Ask.of("give", Give.class);

    Saga<String, Transfer> SAGA = Saga.named("transfer").by(TRANSFER).from(new Transfer("", "", 0, 0, 0))
            .policy(Policy.DEFAULT.attempts(3).resting(Duration.ofMillis(20), Duration.ofSeconds(1)).lanes(3))
            .startsOn(Booked.Asked.class, (_, e) -> Next.state(new Transfer(e.from(), e.to(), e.cents(), 0, 0))
                    .wake("begin", Duration.ofMillis(e.begin())).wake("late", Duration.ofMillis(e.late())))
            .onWake("begin", t -> Next.state(t).ask(TAKE, new Take(t.from(), t.cents()))
                    .ask(TAX, new Take(t.from(), FEE)))
            .on(TAKE, Booked.Taken.class, (t, _) -> t.took())
            .onRefused(TAKE, (t, _) -> Next.state(t).compensate())
            .on(TAX, Booked.Taken.class, (t, _) -> t.took())
            .onRefused(TAX, (t, _) -> Next.state(t).compensate())
            .onWake("clear", t -> Next.state(t).ask(GIVE, new Give(t.to(), t.cents() + FEE)))
            .on(GIVE, Booked.Given.class, (t, _) -> Next.state(t).done())
            .onRefused(GIVE, (t, _) -> Next.state(t).compensate())
            .onWake("late", t -> Next.state(t).compensate())
            .on(Booked.Noted.class, (t, _) -> Next.state(t.noted()))
            .on(Booked.Cancelled.class, (t, _) -> Next.state(t).compensate());

    Application APP = Application.named("bank")
            .with(EVENTS, OPENING, SHUTTING, TAKING, GIVING, BEGINNING, NOTING, CANCELLING, SAGA);
}

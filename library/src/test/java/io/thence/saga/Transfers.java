// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Saga;
import java.time.Duration;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** Accounts, and transfers between them: withdrawn here, deposited there, and back where that is not possible. */
interface Transfers {

    sealed interface Happening {
        record Opened(String account, long cents) implements Happening {}

        record Closed(String account) implements Happening {}

        record Withdrawn(String account, long cents) implements Happening {}

        record Deposited(String account, long cents) implements Happening {}

        record Requested(String transfer, String from, String to, long cents) implements Happening {}

        record Cancelled(String transfer) implements Happening {}
    }

    record Open(String account, long cents) {}

    record Close(String account) {}

    record Withdraw(String account, long cents) {}

    record Deposit(String account, long cents) {}

    record Request(String transfer, String from, String to, long cents) {}

    record Cancel(String transfer) {}

    /** Where a transfer is. */
    enum Stage { NEW, TAKING, GIVING, DONE, FAILED }

    record Transfer(Stage stage, String from, String to, long cents, String reason) {
        static final Transfer NONE = new Transfer(Stage.NEW, "", "", 0, "");

        static Transfer of(Happening.Requested e) {
            return new Transfer(Stage.TAKING, e.from(), e.to(), e.cents(), "");
        }

        Transfer at(Stage other) {
            return new Transfer(other, from, to, cents, reason);
        }

        Transfer failed(String why) {
            return new Transfer(Stage.FAILED, from, to, cents, why);
        }
    }

    Key<String> ACCOUNT = Key.of("account");
    Key<String> TRANSFER = Key.of("transfer");

    Events<Happening> EVENTS = Events.of(Happening.class)
            .type("account.opened", Happening.Opened.class, ACCOUNT.of(Happening.Opened::account))
            .type("account.closed", Happening.Closed.class, ACCOUNT.of(Happening.Closed::account))
            .type("account.withdrawn", Happening.Withdrawn.class, ACCOUNT.of(Happening.Withdrawn::account))
            .type("account.deposited", Happening.Deposited.class, ACCOUNT.of(Happening.Deposited::account))
            .type("transfer.requested", Happening.Requested.class, TRANSFER.of(Happening.Requested::transfer))
            .type("transfer.cancelled", Happening.Cancelled.class, TRANSFER.of(Happening.Cancelled::transfer));

    /** -1 is an account that is not open. */
    Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(-1L)
            .on(Happening.Opened.class, (_, e) -> e.cents())
            .on(Happening.Closed.class, (_, _) -> -1L)
            .on(Happening.Withdrawn.class, (cents, e) -> cents - e.cents())
            .on(Happening.Deposited.class, (cents, e) -> cents + e.cents());

    Decider<Open, Happening> OPENING = Decider.of(Open.class, EVENTS).writing(Happening.Opened.class)
            .reading(BALANCE, Open::account).decide((c, _) -> accept(new Happening.Opened(c.account(), c.cents())));
    Decider<Close, Happening> CLOSING = Decider.of(Close.class, EVENTS).writing(Happening.Closed.class)
            .reading(BALANCE, Close::account).decide((c, _) -> accept(new Happening.Closed(c.account())));
    Decider<Withdraw, Happening> WITHDRAWING = Decider.of(Withdraw.class, EVENTS).writing(Happening.Withdrawn.class)
            .reading(BALANCE, Withdraw::account)
            .decide((c, cents) -> cents < c.cents() ? refuse("only " + cents)
                    : accept(new Happening.Withdrawn(c.account(), c.cents())));
    Decider<Deposit, Happening> DEPOSITING = Decider.of(Deposit.class, EVENTS).writing(Happening.Deposited.class)
            .reading(BALANCE, Deposit::account)
            .decide((c, cents) -> cents < 0 ? refuse(c.account() + " is closed")
                    : accept(new Happening.Deposited(c.account(), c.cents())));
    Decider<Request, Happening> REQUESTING = Decider.of(Request.class, EVENTS).writing(Happening.Requested.class)
            .decide(c -> accept(new Happening.Requested(c.transfer(), c.from(), c.to(), c.cents())));
    Decider<Cancel, Happening> CANCELLING = Decider.of(Cancel.class, EVENTS).writing(Happening.Cancelled.class)
            .decide(c -> accept(new Happening.Cancelled(c.transfer())));

    Ask<Transfer, Withdraw> TAKE = Ask.of("take", Withdraw.class)
            .undo(Deposit.class, (_, c) -> new Deposit(c.account(), c.cents()));
    Ask<Transfer, Deposit> GIVE = Ask.of("give", Deposit.class);

    Duration LATE = Duration.ofMinutes(5);

    Saga<String, Transfer> SAGA = Saga.named("transfer").by(TRANSFER).from(Transfer.NONE)
            .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e))
                    .ask(TAKE, new Withdraw(e.from(), e.cents())).wake("late", LATE))
            .on(TAKE, Happening.Withdrawn.class, (t, _) -> Next.state(t.at(Stage.GIVING))
                    .ask(GIVE, new Deposit(t.to(), t.cents())))
            .onRefused(TAKE, (t, refusal) -> Next.state(t.failed(refusal.reason())).done())
            .on(GIVE, Happening.Deposited.class, (t, _) -> Next.state(t.at(Stage.DONE)).done())
            .onRefused(GIVE, (t, refusal) -> Next.state(t.failed(refusal.reason())).compensate())
            .on(Happening.Cancelled.class, (t, _) -> Next.state(t.failed("cancelled")).compensate())
            .onWake("late", t -> Next.state(t.failed("late")).compensate());

    Application WITHOUT_SAGA = Application.named("transfers").with(EVENTS, OPENING, CLOSING, WITHDRAWING, DEPOSITING,
            REQUESTING, CANCELLING);
    Application APP = WITHOUT_SAGA.with(SAGA);
}

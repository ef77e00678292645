// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Saga;
import io.thence.examples.transfer.TransferCommand.Cancel;
import io.thence.examples.transfer.TransferCommand.Close;
import io.thence.examples.transfer.TransferCommand.Give;
import io.thence.examples.transfer.TransferCommand.GiveBack;
import io.thence.examples.transfer.TransferCommand.Open;
import io.thence.examples.transfer.TransferCommand.Request;
import io.thence.examples.transfer.TransferCommand.Take;
import io.thence.examples.transfer.TransferEvent.Cancelled;
import io.thence.examples.transfer.TransferEvent.Closed;
import io.thence.examples.transfer.TransferEvent.Entry;
import io.thence.examples.transfer.TransferEvent.Given;
import io.thence.examples.transfer.TransferEvent.GivenBack;
import io.thence.examples.transfer.TransferEvent.Opened;
import io.thence.examples.transfer.TransferEvent.Requested;
import io.thence.examples.transfer.TransferEvent.Taken;
import java.time.Duration;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/**
 * Accounts of a bank, and transfers between them. A decision is made over one account: money is taken out of one, then
 * given to the other, and if that is not possible given back.
 */
public interface Transfers {

    // What events are filed under. What a transfer does to an account stands in the history of both.
    Key<Integer> ACCOUNT = Key.of("account", number -> Integer.toString(number));
    Key<String> TRANSFER = Key.of("transfer");

    Events<TransferEvent> EVENTS = Events.of(TransferEvent.class)
            .type("account.opened", Opened.class, ACCOUNT.of(Opened::account))
            .type("account.closed", Closed.class, ACCOUNT.of(Closed::account))
            .type("money.taken", Taken.class, ACCOUNT.of(Taken::account), TRANSFER.of(Entry::transfer))
            .type("money.given", Given.class, ACCOUNT.of(Given::account), TRANSFER.of(Entry::transfer))
            .type("money.given-back", GivenBack.class, ACCOUNT.of(GivenBack::account), TRANSFER.of(Entry::transfer))
            .type("transfer.requested", Requested.class, TRANSFER.of(Requested::transfer))
            .type("transfer.cancelled", Cancelled.class, TRANSFER.of(Cancelled::transfer));

    // What decisions need to know.
    Fold<Integer, Account> ACCOUNTS = Fold.by(ACCOUNT).from(Account.NONE)
            .on(Opened.class, (_, e) -> new Account(Account.State.OPEN, e.haleru()))
            .on(Closed.class, (account, _) -> account.closed())
            .on(Taken.class, (account, e) -> account.plus(-e.haleru()))
            .on(Given.class, (account, e) -> account.plus(e.haleru()))
            .on(GivenBack.class, (account, e) -> account.plus(e.haleru()));

    Fold<String, Boolean> IS_REQUESTED = Fold.by(TRANSFER).from(false).on(Requested.class, (_, _) -> true);

    // What is done with an account.
    Decider<Open, TransferEvent> OPENING = Decider.of(Open.class, EVENTS).writing(Opened.class)
            .reading(ACCOUNTS, Open::account)
            .decide((c, account) -> account.state() == Account.State.NONE
                    ? accept(new Opened(c.account(), c.haleru())) : refuse("there is an account " + c.account()));

    Decider<Close, TransferEvent> CLOSING = Decider.of(Close.class, EVENTS).writing(Closed.class)
            .reading(ACCOUNTS, Close::account)
            .decide((c, account) -> account.isOpen()
                    ? accept(new Closed(c.account())) : refuse("account " + c.account() + " is not open"));

    Decider<Take, TransferEvent> TAKING = Decider.of(Take.class, EVENTS).writing(Taken.class)
            .reading(ACCOUNTS, Take::account)
            .decide((c, account) -> {
                if (!account.isOpen()) {
                    return refuse("account " + c.account() + " is not open");
                }
                return account.haleru() < c.haleru() ? refuse("too little in account " + c.account())
                        : accept(new Taken(c.account(), c.transfer(), c.haleru()));
            });

    Decider<Give, TransferEvent> GIVING = Decider.of(Give.class, EVENTS).writing(Given.class)
            .reading(ACCOUNTS, Give::account)
            .decide((c, account) -> account.isOpen() ? accept(new Given(c.account(), c.transfer(), c.haleru()))
                    : refuse("account " + c.account() + " is not open"));

    // Never refused: the money must go somewhere, whatever has become of the account meanwhile.
    Decider<GiveBack, TransferEvent> GIVING_BACK = Decider.of(GiveBack.class, EVENTS).writing(GivenBack.class)
            .decide(c -> accept(new GivenBack(c.account(), c.transfer(), c.haleru())));

    // What is done with a transfer.
    Decider<Request, TransferEvent> REQUESTING = Decider.of(Request.class, EVENTS).writing(Requested.class)
            .reading(IS_REQUESTED, Request::transfer)
            .decide((c, isRequested) -> {
                if (isRequested) {
                    return refuse("transfer " + c.transfer() + " was asked for before");
                }
                return c.haleru() <= 0 || c.from() == c.to() ? refuse("nothing is moved by that")
                        : accept(new Requested(c.transfer(), c.from(), c.to(), c.haleru()));
            });

    Decider<Cancel, TransferEvent> CANCELLING = Decider.of(Cancel.class, EVENTS).writing(Cancelled.class)
            .consulting(IS_REQUESTED, Cancel::transfer)
            .decide((c, isRequested) -> isRequested
                    ? accept(new Cancelled(c.transfer())) : refuse("there is no transfer " + c.transfer()));

    // The saga: takes, then gives; what is taken and cannot be given goes back.
    Ask<Moving, Take> TAKE = Ask.of("take", Take.class).undo(GiveBack.class,
            (_, taken) -> new GiveBack(taken.account(), taken.transfer(), taken.haleru()));
    Ask<Moving, Give> GIVE = Ask.of("give", Give.class);

    Saga<String, Moving> MOVING = Saga.named("moving").by(TRANSFER).from(Moving.NONE)
            .startsOn(Requested.class, (_, e) -> Next.state(new Moving(e.to(), e.haleru(), ""))
                    .ask(TAKE, new Take(e.from(), e.transfer(), e.haleru()))
                    .wake("late", Duration.ofMinutes(5)))
            .on(TAKE, Taken.class, (m, e) -> Next.state(m).ask(GIVE, new Give(m.to(), e.transfer(), m.haleru())))
            .onRefused(TAKE, (m, refusal) -> Next.state(m.failed(refusal.reason())).done())
            .on(GIVE, Given.class, (m, _) -> Next.state(m).done())
            .onRefused(GIVE, (m, refusal) -> Next.state(m.failed(refusal.reason())).compensate())
            .on(Cancelled.class, (m, _) -> Next.state(m.failed("cancelled")).compensate())
            .onWake("late", m -> Next.state(m.failed("late")).compensate());

    Application APPLICATION = Application.named("transfer").with(EVENTS, OPENING, CLOSING, TAKING, GIVING, GIVING_BACK,
            REQUESTING, CANCELLING, MOVING, Books.PROJECTION);
}

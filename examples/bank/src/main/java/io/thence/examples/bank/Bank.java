// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.examples.bank.BankCommand.Book;
import io.thence.examples.bank.BankCommand.Counter;
import io.thence.examples.bank.BankCommand.Deposit;
import io.thence.examples.bank.BankCommand.GrantLoan;
import io.thence.examples.bank.BankCommand.Withdraw;
import io.thence.examples.bank.BankEvent.Credited;
import io.thence.examples.bank.BankEvent.Debited;
import io.thence.examples.bank.BankEvent.LoanGranted;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** A bank: accounts, what is paid in and out, and loans. */
public interface Bank {

    // What events are filed under: an account's stream is its statement.
    Key<Integer> ACCOUNT = Key.of("account", number -> Integer.toString(number));

    Events<BankEvent> EVENTS = Events.of(BankEvent.class)
            .type("account.credited", Credited.class, ACCOUNT.of(Credited::account))
            .type("account.debited", Debited.class, ACCOUNT.of(Debited::account))
            .type("loan.granted", LoanGranted.class, ACCOUNT.of(LoanGranted::account));

    // What decisions need to know.
    Fold<Integer, Account> ACCOUNTS = Fold.by(ACCOUNT).from(Account.NEW)
            .on(Credited.class, (account, e) -> account.plus(e.slip().haleru()))
            .on(Debited.class, (account, e) -> account.plus(-e.slip().haleru()));

    // At the counter nobody takes out more than there is.
    Decider<Counter, BankEvent> TELLER = Decider.of(Counter.class, EVENTS)
            .refusing(Overdraft.class)
            .reading(ACCOUNTS, Counter::account)
            .decide((command, account) -> switch (command) {
                case Deposit c -> accept(new Credited(c.account(), c.slip()));
                case Withdraw c when c.slip().haleru() > account.haleru() ->
                    refuse(new Overdraft(c.account(), account.haleru(), c.slip().haleru()));
                case Withdraw c -> accept(new Debited(c.account(), c.slip()));
            });

    // What another system has booked is booked, overdrafts too: it has happened.
    Decider<Book, BankEvent> HISTORY = Decider.of(Book.class, EVENTS)
            .decide(c -> accept(c.slip().type().isCredit()
                    ? new Credited(c.account(), c.slip()) : new Debited(c.account(), c.slip())));

    // A loan is granted whatever is in the account, and the event says what that was.
    Decider<GrantLoan, BankEvent> LOANS = Decider.of(GrantLoan.class, EVENTS)
            .reading(ACCOUNTS, GrantLoan::account)
            .decide((c, account) -> accept(new LoanGranted(c.account(), c.loan(), account.haleru())));

    Application APPLICATION = Application.named("bank")
            .with(EVENTS, TELLER, HISTORY, LOANS, Statements.PROJECTION);
}

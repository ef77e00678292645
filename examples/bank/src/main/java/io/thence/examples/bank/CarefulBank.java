// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Outcome;
import io.thence.examples.Hundredths;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.bank.BankCommand.Deposit;
import io.thence.examples.bank.BankCommand.Withdraw;
import io.thence.examples.bank.BankEvent.Credited;
import io.thence.examples.bank.BankEvent.Debited;
import io.thence.examples.bank.BankEvent.LoanGranted;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.tables;

/** K11: what the same customers would have met at a counter that refuses overdrafts. */
final class CarefulBank {

    private CarefulBank() {}

    /** Asks the teller of a new bank, in memory, for all that was booked in {@code bank}. */
    static String replay(Thence bank) {
        var asked = commands(bank);
        try (var careful = Thence.run(Bank.APPLICATION, Engine.inMemory())) {
            var outcomes = new Sender(careful, Sender.Watcher.NONE).send(asked);
            long refused = 0;
            long haleru = 0;
            var accounts = new HashSet<Integer>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Refused && asked.get(i).command() instanceof Withdraw withdraw) {
                    refused++;
                    haleru += withdraw.slip().haleru();
                    accounts.add(withdraw.account());
                }
            }
            long left = tables(careful, Statements.PROJECTION)
                    .one("select coalesce(sum(haleru), 0) as haleru from balances", r -> r.number("haleru"));
            return row(refused + " refused", Hundredths.text(haleru), accounts.size() + " accounts",
                    "final sum " + Hundredths.text(left));
        }
    }

    private static List<Sent> commands(Thence bank) {
        var commands = new ArrayList<Sent>();
        try (var events = bank.events(Query.ALL).stream()) {
            events.forEach(event -> {
                if (event.data() instanceof BankEvent e) {
                    command(e).ifPresent(command -> commands.add(new Sent(event.id().text(),
                            Integer.toString(e.account()), event.time(), command)));
                }
            });
        }
        return commands;
    }

    private static Optional<BankCommand> command(BankEvent event) {
        return switch (event) {
            case Credited e -> Optional.of(new Deposit(e.account(), e.slip()));
            case Debited e -> Optional.of(new Withdraw(e.account(), e.slip()));
            case LoanGranted _ -> Optional.empty();
        };
    }
}

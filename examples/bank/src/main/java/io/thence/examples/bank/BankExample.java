// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Application;
import io.thence.ThenceException.BadRequest;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence example bank}. */
@Command(
        name = "bank",
        mixinStandardHelpOptions = true,
        description = "A Czech bank of 1993: balances at any past day, and a teller who refuses overdrafts.",
        footer = {
            "",
            "Examples:",
            "  thence example bank",
            "  thence example bank --only K3 --as-of 1994-02-28 --accounts 2,576 --json",
            "  thence example bank --data .thence/bank && thence read --data .thence/bank --key account/576"
        })
public final class BankExample implements Example, Subcommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--as-of", paramLabel = "DATE",
            description = "K3: at the end of which day; default: ${DEFAULT-VALUE}.")
    LocalDate asOf = LocalDate.of(1993, 12, 31);

    @Option(names = "--accounts", paramLabel = "N,N", split = ",",
            description = "K3: which accounts; default: ${DEFAULT-VALUE}.")
    List<Integer> accounts = List.of(1, 2, 576, 1787, 2378, 8261);

    @Option(names = "--gap-days", paramLabel = "N",
            description = "K10: after more than so many days a new session begins; default: ${DEFAULT-VALUE}.")
    int gapDays = 14;

    @Override
    public int run(Terminal terminal) throws IOException {
        if (gapDays < 0) {
            throw new ParameterException(spec.commandLine(), "--gap-days is 0 or more, not " + gapDays);
        }
        return options.run(this, terminal);
    }

    @Override
    public Application application() {
        return Bank.APPLICATION;
    }

    @Override
    public List<String> files() {
        return List.of(BankFiles.TRANSACTIONS, BankFiles.LOANS);
    }

    @Override
    public void check() throws IOException {
        var known = BankFiles.accounts();
        if (known.stream().noneMatch(accounts::contains)) {
            throw new BadRequest("--accounts: there is none of " + accounts + ": there are " + known.size()
                    + ", the first are " + known.stream().limit(10).toList() + ", the last is " + known.getLast());
        }
    }

    @Override
    public void feed(Sender sender) throws IOException {
        BankFiles.feed(sender);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K1", "transactions | accounts | days", BankReport::size)
                .with("K2", "types of transactions: type | how many | crowns", BankReport::types)
                .with("K3", "balances at the end of " + asOf + ", of the accounts " + accounts
                        + " that had a transaction by then: account | crowns",
                        bank -> PastBalances.of(bank, asOf, accounts))
                .with("K4", "sum of all balances at the end of 1993-06-30 | 1993-12-31 | 1994-03-30", BankReport::sums)
                .with("K5", "the ten largest balances at the end: account | crowns", BankReport::richest)
                .with("K6", "months of 1993: month | transactions | credits less debits", BankReport::months)
                .with("K7", "windows of 7 days from 1970-01-01 on, those not empty | first day of the fullest"
                        + " | its transactions", BankReport::weeks)
                .with("K8", "20,000 crowns or more come in, and as much goes out in cash 1 to 3 days later:"
                        + " such credits | such pairs", AccountReport::inAndOut)
                .with("K9", "below zero at the end of a day: such days | accounts | times that one went below",
                        AccountReport::overdrafts)
                .with("K10", "sessions, with more than " + gapDays + " days between them | accounts with several"
                        + " | most transactions in one", bank -> AccountReport.sessions(bank, gapDays))
                .with("K11", "had overdrafts been refused: debits refused | their crowns | accounts | sum of balances",
                        CarefulBank::replay)
                .with("K12", "loans granted by 1994-03-30 | their crowns | of these with less than a month's payment"
                        + " in the account", BankReport::loans);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Application;
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
    public void feed(Sender sender) throws IOException {
        BankFiles.feed(sender);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K1", BankReport::size)
                .with("K2", BankReport::types)
                .with("K3", bank -> PastBalances.of(bank, asOf, accounts))
                .with("K4", BankReport::sums)
                .with("K5", BankReport::richest)
                .with("K6", BankReport::months)
                .with("K7", BankReport::weeks)
                .with("K8", AccountReport::inAndOut)
                .with("K9", AccountReport::overdrafts)
                .with("K10", bank -> AccountReport.sessions(bank, gapDays))
                .with("K11", CarefulBank::replay)
                .with("K12", BankReport::loans);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Application;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.transfer.TransferCommand.Close;
import io.thence.examples.transfer.TransferCommand.Open;
import io.thence.examples.transfer.TransferCommand.Request;
import io.thence.run.Thence;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence example transfer}. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        description = "Money that is moved between accounts of a bank by a saga, or given back where it cannot be.",
        footer = {
            "",
            "Examples:",
            "  thence example transfer",
            "  thence example transfer --seed 7 --transfers 500 --only T2,T4 --json",
            "  thence example transfer --data .thence/transfer && thence read --data .thence/transfer --key transfer/17"
        })
public final class TransferExample implements Example, Subcommand {

    private static final Instant AFTER = Instant.parse("1994-03-31T00:00:00Z");
    private static final Duration ROUND_MAX = Duration.ofMinutes(2);

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--seed", paramLabel = "N",
            description = "What transfers and closed accounts are drawn from; default: ${DEFAULT-VALUE}.")
    long seed = 1994;

    @Option(names = "--transfers", paramLabel = "N", description = "How many are drawn; default: ${DEFAULT-VALUE}.")
    int transfers = 10_000;

    @Option(names = "--closed", paramLabel = "N",
            description = "How many accounts are closed before; default: ${DEFAULT-VALUE}.")
    int closed = 100;

    @Option(names = "--together", paramLabel = "N",
            description = "How many transfers are on their way at the same time; default: ${DEFAULT-VALUE}.")
    int together = 250;

    @Override
    public int run(Terminal terminal) throws IOException {
        need(transfers >= 0, "--transfers is 0 or more, not " + transfers);
        need(closed >= 1, "--closed is 1 or more, not " + closed);
        need(together >= 1, "--together is 1 or more, not " + together);
        return options.run(this, terminal);
    }

    private void need(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    @Override
    public Application application() {
        return Transfers.APPLICATION;
    }

    @Override
    public List<String> files() {
        return List.of(Openings.FILE);
    }

    @Override
    public void check() throws IOException {
        int accounts = Openings.read().size();
        if (closed > accounts / 2) {
            throw new BadRequest("--closed " + closed + ": there are " + accounts + " accounts, close up to half");
        }
    }

    @Override
    public void feed(Sender sender) throws IOException {
        var openings = Openings.read();
        var drawn = draw().from(openings);
        sender.expect(openings.size() + drawn.closed().size() + transfers);
        var opening = new ArrayList<Sent>();
        openings.forEach((account, haleru) -> opening.add(sent("open/" + account, new Open(account, haleru))));
        sender.record(opening);
        sender.record(drawn.closed().stream().map(account -> sent("close/" + account, new Close(account))).toList());
        for (var round : drawn.rounds()) {
            sender.record(round.stream().map(c -> sent("request/" + c.transfer(), c)).toList());
            round.forEach(request -> end(sender.thence(), request));
        }
    }

    Draw draw() {
        return new Draw(seed, transfers, closed, together);
    }

    private static Sent sent(String id, TransferCommand command) {
        return new Sent(id, id, AFTER, command);
    }

    private static void end(Thence bank, Request request) {
        if (!bank.saga(Transfers.MOVING).await(request.transfer(), ROUND_MAX)) {
            throw new Behind("transfer " + request.transfer() + " has not come to its end in " + ROUND_MAX + ": "
                    + bank.progress(Transfers.MOVING) + "; run again: what was fed is recognised");
        }
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("T1", "accounts | of these closed | the sum of all balances at the opening",
                        TransferReport::openings)
                .with("T2", "transfers | done | refused, with nothing taken | given back", TransferReport::ends)
                .with("T3", "crowns given | given back", TransferReport::moved)
                .with("T4", "the sum of all balances at the end, which is that of K4", TransferReport::sum)
                .with("T5", "the same at each position of the log where no transfer is under way: the least | the most"
                        + " | faults found in the log", TransferReport::audit)
                .with("T6", "the ten largest balances at the end: account | crowns", TransferReport::richest);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.log.check.RepairPlan;
import io.thence.server.Upkeep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence repair}. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Says what is damaged and what would be lost; with --yes, repairs it.",
            "What can be read stays, at its position; the damaged files are kept in the folder damaged. No"
                    + " application may write to the store meanwhile. A backup loses less: look for one first."
                    + " Interrupted, it goes on when it is run again."
        },
        footer = {
            "",
            "Examples:",
            "  thence repair --data DIR             changes nothing",
            "  thence repair --data DIR --yes"
        })
final class RepairCommand implements Subcommand {

    private static final long MB = 1_000_000;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--yes", description = "Do it.")
    boolean yes;

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        RepairPlan plan;
        try (var upkeep = Upkeep.of(store.directory(terminal));
                var progress = new ProgressLine(terminal, "repair", "MB", MB)) {
            plan = yes ? upkeep.repair(progress::at) : upkeep.repairPlan(progress::at);
        }
        if (!json) {
            plan.findings().forEach(finding -> terminal.out().println("DAMAGE  " + finding));
        }
        new Facts().with("place", plan.place()).with("damages", plan.findings().size()).with("events", plan.events())
                .with("lost", "events lost", plan.lost())
                .with("newEpoch", "goes on in a new epoch", plan.newEpoch())
                .with("repaired", "repaired", yes && plan.isNeeded())
                .print(terminal.out(), json);
        if (plan.isNeeded() && !yes) {
            terminal.say("nothing was changed: restore a backup, or repair with --yes");
            return FAILED;
        }
        return OK;
    }
}

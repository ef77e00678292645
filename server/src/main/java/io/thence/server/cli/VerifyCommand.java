// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.log.check.VerifyReport;
import io.thence.server.StoreReport;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code thence verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Checks everything that is stored, also while the application runs; changes nothing.",
            "The log; keys of persons and the list of the forgotten, in keys/; states of folds, in snapshots/log; of a"
                    + " backup its manifest. Keys that lie elsewhere are checked with --data of their directory."
        },
        footer = {
            "",
            "Examples:",
            "  thence verify --data DIR && echo sound",
            "  thence verify --data KEYS                   keys that lie elsewhere, or a copy of them"
        })
final class VerifyCommand implements Subcommand {

    private static final long MB = 1_000_000;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        StoreReport report;
        try (var operations = store.open(terminal); var progress = new ProgressLine(terminal, "verify", "MB", MB)) {
            report = operations.verify(progress::at);
        }
        if (json) {
            terminal.out().println(Json.text(values(report.log(), report)));
        } else {
            print(report.log(), report, terminal.out());
        }
        return report.isGood() ? OK : FAILED;
    }

    private static ObjectNode values(VerifyReport report, StoreReport all) {
        var values = JsonNodeFactory.instance.objectNode();
        values.put("ok", report.isGood());
        values.put("place", report.place());
        values.put("log", report.lineage().map(Object::toString).orElse(""));
        values.put("segments", report.segments());
        values.put("frames", report.frames());
        values.put("events", report.events());
        values.put("removed", report.removed());
        values.put("bytes", report.bytes());
        values.put("head", report.head());
        values.put("flushedFile", report.flushedFile());
        values.put("flushedEnd", report.flushedEnd());
        values.put("openings", report.openings());
        values.put("commands", report.commands());
        values.put("indexEntries", report.entries());
        values.put("keys", all.keys()).put("erasures", all.erasures()).put("snapshotFrames", all.snapshots());
        values.put("unflushedBytes", report.unflushedBytes());
        values.put("tornBytes", report.tornBytes());
        values.put("damages", report.damages());
        var list = values.putArray("list");
        report.list().forEach(damage -> list.addObject().put("file", damage.file()).put("offset", damage.offset())
                .put("what", damage.what()));
        return values;
    }

    private static void print(VerifyReport report, StoreReport all, PrintWriter out) {
        line(out, "store", report.place());
        line(out, "log", report.lineage().map(Object::toString).orElse("not known"));
        line(out, "segments", number(report.segments()));
        line(out, "frames", number(report.frames()));
        line(out, "events", number(report.events()) + ", the last at position " + report.head());
        if (report.removed() > 0) {
            line(out, "removed", number(report.removed()) + " events");
        }
        line(out, "bytes", number(report.bytes()));
        line(out, "flushed", report.flushedFile() + " up to offset " + report.flushedEnd());
        line(out, "openings", number(report.openings()));
        line(out, "commands", number(report.commands()));
        line(out, "indexed", report.entries() > 0 ? number(report.entries())
                : "nothing in files yet: what is new is indexed in memory first");
        if (all.keys() > 0) {
            line(out, "keys", number(all.keys()) + " of persons, and " + number(all.erasures()) + " erasures listed");
        }
        if (all.snapshots() > 0) {
            line(out, "snapshots", number(all.snapshots()) + " frames");
        }
        if (report.tornBytes() > 0) {
            line(out, "torn", number(report.tornBytes()) + " bytes after the end: cut at the next start, no damage");
        }
        report.list().forEach(damage -> line(out, "DAMAGE", damage.toString()));
        if (report.isGood()) {
            out.println("No damage: every checksum, position, record and index entry is right.");
        } else {
            out.println(number(report.damages()) + (report.damages() == 1 ? " damage" : " damages")
                    + " found: restore the files from a backup; keep these until that has been verified.");
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.println(name + " ".repeat(10 - name.length()) + value);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

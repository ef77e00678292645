// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

import io.thence.ThenceException.BadRequest;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.saga.Histories;
import io.thence.saga.HistoryReport;
import io.thence.world.FileDisk;
import io.thence.world.Scratch;
import io.thence.world.SystemWorld;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that runs what the sagas of an application did through its code as it is now, for builds:
 *
 * <pre>
 * pkg.Class#FIELD DIRECTORY MOST
 * </pre>
 *
 * <p>The directory is that of a backup, or of an application, which may run; {@code MOST} instances that go on at one
 * time are followed. It prints a line for each saga, and below it what is done otherwise. It ends with 0 if nothing is,
 * with 3 if something is or was not looked at for want of room, else it could not find out.
 */
public final class HistoryProcess {

    private final PrintStream out;
    private final PrintStream err;

    HistoryProcess(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs it and ends this JVM. What the application prints, as its classes load, is no part of the result. */
    public static void main(String... args) {
        var result = System.out;
        System.setOut(System.err);
        var out = new PrintStream(result, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new HistoryProcess(out, err).run(args));
    }

    int run(String... args) {
        try {
            var application = NamedApplication.of(args[0]);
            if (application.sagas().isEmpty()) {
                throw new BadRequest("application '" + application.name() + "' has no saga: there is nothing to"
                        + " compare");
            }
            try (var disk = new FileDisk(Path.of(args[1]));
                    var scratch = new Scratch();
                    var log = LogFollower.open(new SystemWorld(), disk, scratch.disk(), LogSettings.DEFAULT)) {
                var reports = Histories.of(application, log).together(Integer.parseInt(args[2])).compareAll();
                for (int i = 0; i < reports.size(); i++) {
                    out.println(application.sagas().get(i).name() + ": " + reports.get(i));
                }
                HistoryReport.refuseNothing(application, reports);
                return reports.stream().allMatch(HistoryReport::isSame) ? BaselineProcess.FINE : BaselineProcess.FOUND;
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            err.println(Reason.of(e));
            return BaselineProcess.FAILED;
        }
    }
}

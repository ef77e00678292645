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

    private final ProcessStreams streams;

    HistoryProcess(ProcessStreams streams) {
        this.streams = streams;
    }

    /** Runs it and ends this JVM. */
    public static void main(String... args) {
        System.exit(new HistoryProcess(ProcessStreams.ofJvm()).run(args));
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
                    streams.out().println(application.sagas().get(i).name() + ": " + reports.get(i));
                }
                HistoryReport.refuseNothing(application, reports);
                return reports.stream().allMatch(HistoryReport::isSame) ? ProcessStreams.FINE
                        : ProcessStreams.FOUND;
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            streams.err().println(Reason.of(e));
            return ProcessStreams.FAILED;
        }
    }
}

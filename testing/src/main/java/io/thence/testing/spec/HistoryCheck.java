// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.saga.Histories;
import io.thence.saga.HistoryReport;
import io.thence.store.EventLog;
import io.thence.world.FileDisk;
import io.thence.world.Scratch;
import io.thence.world.SystemWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Runs what the instances of an application's sagas did through its code as it is now, in a test, before that goes out:
 *
 * <pre>
 * &#64;Test
 * void transfers_go_on_as_they_did() {
 *     HistoryCheck.of(Bank.APPLICATION).against(Path.of("/backups/bank"));
 * }
 * </pre>
 *
 * <p>The directory is that of a backup, or of an application, which may run: it is read only. {@link Histories} says
 * what is compared. It reads all steps of the sagas, some 100,000 a second. The goal {@code check-histories} of {@code
 * thence-maven-plugin} is the same in a build.
 *
 * @param application the application, with its code as it is now
 * @param together    how many instances that go on at one time are followed
 * @param watcher     is told now and then how many steps were read
 */
public record HistoryCheck(Application application, int together, LongConsumer watcher) {

    /** Checks all sagas of {@code application}. */
    public static HistoryCheck of(Application application) {
        return new HistoryCheck(application, Histories.TOGETHER, _ -> {});
    }

    /** Follows at most so many instances at one time; a difference is looked for in no other. */
    public HistoryCheck together(int most) {
        return new HistoryCheck(application, most, watcher);
    }

    /** Tells {@code other} now and then how many steps were read. */
    public HistoryCheck watched(LongConsumer other) {
        return new HistoryCheck(application, together, other);
    }

    /**
     * Compares with what is stored in {@code directory}.
     *
     * @throws AssertionError with all that the code does otherwise
     * @throws io.thence.ThenceException.BadRequest if no saga has taken a step there: then nothing is compared
     */
    public void against(Path directory) {
        try (var disk = new FileDisk(directory); var scratch = new Scratch();
                var log = LogFollower.open(new SystemWorld(), disk, scratch.disk(), LogSettings.DEFAULT)) {
            against(log);
        }
    }

    /** Compares with what {@code log} has, as {@link #against(Path)} does. */
    public void against(EventLog log) {
        var otherwise = new ArrayList<String>();
        var reports = reports(log);
        reports.stream().filter(report -> !report.isSame()).forEach(report -> otherwise.add(report.toString()));
        if (!otherwise.isEmpty()) {
            throw new AssertionError("the sagas of application '" + application.name() + "' do otherwise than they"
                    + " did:\n" + String.join("\n", otherwise) + "\nIf that is wanted, look at the instances that go"
                    + " on: what was done stays done");
        }
        HistoryReport.refuseNothing(application, reports);
    }

    /** What a comparison of each saga comes to, in their order. */
    public List<HistoryReport> reports(EventLog log) {
        return Histories.of(application, log).together(together).watched(watcher).compareAll();
    }
}

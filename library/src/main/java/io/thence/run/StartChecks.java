// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Problem;
import io.thence.ThenceException.StartRefused;
import io.thence.schema.SchemaReport;
import io.thence.store.EventStore;
import io.thence.view.ViewLimits;
import java.util.ArrayList;
import java.util.List;

/** Refuses an application what it cannot run with, all of it at once, and says what may do nothing. */
final class StartChecks {

    private static final System.Logger LOG = System.getLogger(StartChecks.class.getName());

    private StartChecks() {}

    /** What the application says, and what it needs of the engine; before anything is opened. */
    static void of(Application application, Engine engine) {
        var problems = new ArrayList<>(application.check());
        problems.addAll(ViewLimits.of(application, engine.views()));
        refuseErrors(application, problems);
    }

    /** What the log holds that the application cannot read. */
    static void of(Application application, EventStore store) {
        refuseErrors(application, SchemaReport.unreadable(application, store));
    }

    private static void refuseErrors(Application application, List<Problem> problems) {
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new StartRefused(application.name(), problems);
        }
        problems.forEach(warning ->
                LOG.log(System.Logger.Level.WARNING, "application '" + application.name() + "': " + warning));
    }
}

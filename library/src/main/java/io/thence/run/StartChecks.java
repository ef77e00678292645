// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.CodePlace;
import io.thence.Deployment;
import io.thence.Problem;
import io.thence.Problem.Severity;
import io.thence.ThenceException;
import io.thence.ThenceException.StartRefused;
import io.thence.event.Ports;
import io.thence.log.LogStore;
import io.thence.saga.SagaStart;
import io.thence.schema.SchemaReport;
import io.thence.store.EventStore;
import io.thence.view.ViewLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Refuses an application what it cannot run with, all of it at once, and says what may do nothing. */
final class StartChecks {

    private static final System.Logger LOG = System.getLogger(StartChecks.class.getName());

    private StartChecks() {}

    /**
     * What the applications say, and what they need of the engine. If they are refused for that, the log is looked at
     * too, so that the list is whole; else nothing is opened.
     */
    static void of(Deployment deployment, Engine engine) {
        var application = deployment.whole();
        var problems = new ArrayList<>(deployment.check());
        problems.addAll(ViewLimits.of(application, engine.views()));
        if (problems.stream().anyMatch(Problem::isError)) {
            problems.addAll(stored(application, engine));
        }
        refuseErrors(application, problems);
    }

    private static List<Problem> stored(Application application, Engine engine) {
        try (var disk = engine.disk()) {
            if (!LogStore.isOn(disk)) {
                return List.of();
            }
            try (var store = LogStore.open(engine.world(), disk, engine.log())) {
                return SchemaReport.unreadable(application, store);
            }
        } catch (ThenceException e) {
            return List.of(new Problem(Severity.WARNING, "log", CodePlace.UNKNOWN,
                    "what it holds is not compared (" + e.getMessage() + ")", "it will be at the next start"));
        }
    }

    /** What the log holds that no application can read, or go on with. */
    static void of(Deployment deployment, EventStore store, Map<Application, Ports> ports) {
        var application = deployment.whole();
        var problems = new ArrayList<>(SchemaReport.unreadable(application, store));
        ports.forEach((one, each) -> one.sagas().forEach(saga -> problems.addAll(SagaStart.problems(saga, each))));
        refuseErrors(application, problems);
    }

    private static void refuseErrors(Application application, List<Problem> problems) {
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new StartRefused(application.name(), problems);
        }
        for (var warning : problems) {
            LOG.log(System.Logger.Level.WARNING, "application '" + application.name() + "': " + warning.text());
        }
    }
}

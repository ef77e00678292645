// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Health;
import io.thence.ThenceException.Stopped;
import io.thence.supervise.Supervisor;
import io.thence.view.ReadModel;
import io.thence.world.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds out how an application is, when somebody asks. */
final class HealthCheck {

    private final Map<String, String> gaveUp;
    private final List<String> ended;
    private final List<String> lacking;
    private final List<String> warnings;

    private HealthCheck(StoreHealth store, Supervisor supervisor) {
        gaveUp = supervisor.gaveUp();
        ended = new ArrayList<>(store.ended());
        ended.addAll(gaveUp.values());
        lacking = new ArrayList<>(store.lacking());
        lacking.addAll(supervisor.restarting());
        warnings = new ArrayList<>(supervisor.stuck());
        warnings.addAll(store.warnings());
    }

    /** How an application is that has these parts. */
    static Health of(StoreHealth store, Supervisor supervisor, Map<String, Progress> parts, List<ReadModel> serving) {
        var check = new HealthCheck(store, supervisor);
        parts.forEach(check::part);
        serving.forEach(check::model);
        var reasons = new ArrayList<>(check.ended);
        reasons.addAll(check.lacking);
        reasons.addAll(check.warnings);
        boolean live = check.ended.isEmpty();
        return new Health(live, live && check.lacking.isEmpty(), reasons);
    }

    /** One that has stopped since its user wants it so does not go on in another process either. */
    private void part(String name, Progress progress) {
        var failure = progress.failure();
        if (failure != null && !gaveUp.containsKey(name)) {
            (failure instanceof Stopped ? ended : lacking).add(String.valueOf(failure.getMessage()));
        }
    }

    private void model(ReadModel model) {
        var progress = model.progress();
        if (progress.failure() == null && model.isRebuilding()) {
            lacking.add(progress + ", of " + model.headAtStart() + " that were there when it began: wait");
        }
    }
}

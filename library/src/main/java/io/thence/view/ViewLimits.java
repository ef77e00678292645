// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Application;
import io.thence.Problem;
import io.thence.Problem.Severity;
import java.util.List;

/** What projections ask of the place where they keep their tables, and it does not have. */
public final class ViewLimits {

    private ViewLimits() {}

    /** All of it, before anything is opened. */
    public static List<Problem> of(Application application, ViewDatabases place) {
        return application.projections().stream()
                .flatMap(projection -> place.databases().objection(Copy.SECOND.database(projection)).stream()
                        .map(what -> new Problem(Severity.ERROR, projection.name(), projection.declared(), what,
                                "give the projection a shorter name")))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;

/**
 * Applications that run over one store in one process, each with its own events and consumers, joined by events alone.
 * It is a value that starts nothing. Each type of event is written by one of them. Another one reads it that lists the
 * same {@link Events}, or a part of them under another sealed interface, and says by a {@link Source} that they come
 * from elsewhere: so it needs no change when they do.
 *
 * @param name         what it is called in messages
 * @param applications its applications, in the order in which they start
 */
public record Deployment(String name, List<Application> applications) {

    public Deployment {
        Names.check("deployment", name);
        applications = List.copyOf(applications);
    }

    /** A deployment without applications. */
    public static Deployment named(String name) {
        return new Deployment(name, List.of());
    }

    /** The deployment with these applications added. */
    public Deployment with(Application... more) {
        var all = new ArrayList<>(applications);
        all.addAll(List.of(more));
        return new Deployment(name, all);
    }

    /**
     * Everything that is wrong with its applications, each for itself and beside the others, all at once. It can be run
     * if none of that is an error.
     */
    public List<Problem> check() {
        return DeploymentChecks.check(this);
    }

    /** All parts as those of one application, to look at: what several list is there several times. */
    public Application whole() {
        return applications.size() == 1 ? applications.getFirst()
                : new Application(name, applications.stream().flatMap(one -> one.parts().stream()).toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;

/**
 * An application's flow as data: boxes, and arrows between them by name.
 *
 * @param application the application's name
 * @param boxes       commands, deciders, event types, projections, reactions, sagas, questions, sources, schedules,
 *                    alerts
 * @param arrows      what leads where, each once, in the order of the parts
 */
public record Description(String application, List<Box> boxes, List<Arrow> arrows) {

    /** The flow as a Mermaid flowchart: for a README, a wiki, or any page that shows Mermaid. */
    public String mermaid() {
        return Mermaid.of(this);
    }

    /** What a box stands for. */
    public enum Kind {
        COMMAND,
        DECIDER,
        EVENT,
        PROJECTION,
        REACTION,
        SAGA,
        QUERY,
        SOURCE,
        SCHEDULE,
        ALERT
    }

    /** One thing; its name is unique among its kind. */
    public record Box(Kind kind, String name) {}

    /** Something leads from one box to another. */
    public record Arrow(Box from, Box to) {}
}

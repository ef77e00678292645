// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Description.Box;
import io.thence.Description.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Draws a flow in Mermaid's language: each kind of box has a shape and a colour of its own. */
final class Mermaid {

    private static final Map<Kind, String> SHAPES = Map.of(
            Kind.COMMAND, "[%s]",
            Kind.DECIDER, "{{%s}}",
            Kind.EVENT, "([%s])",
            Kind.PROJECTION, "[(%s)]",
            Kind.REACTION, "[[%s]]",
            Kind.SAGA, "[/%s\\]",
            Kind.QUERY, ">%s]",
            Kind.SOURCE, "[/%s/]",
            Kind.SCHEDULE, "((%s))",
            Kind.ALERT, "{%s}");

    /** Ink on the fills of the page, so that both are read on light ground and on dark. */
    private static final Map<Kind, String> COLOURS = Map.of(
            Kind.COMMAND, "fill:#e4edfb,stroke:#8fb1ea",
            Kind.DECIDER, "fill:#fdf3cd,stroke:#dcb944",
            Kind.EVENT, "fill:#fde5d2,stroke:#eba36c",
            Kind.PROJECTION, "fill:#def2e4,stroke:#83c29a",
            Kind.REACTION, "fill:#eee4f8,stroke:#b897dc",
            Kind.SAGA, "fill:#f8e3ee,stroke:#d993b9",
            Kind.QUERY, "fill:#e3f1f4,stroke:#86b9c4",
            Kind.SOURCE, "fill:#ececef,stroke:#a9abb8",
            Kind.SCHEDULE, "fill:#f3efdc,stroke:#bdb07a",
            Kind.ALERT, "fill:#fadede,stroke:#dc8f8f");

    private Mermaid() {}

    static String of(Description flow) {
        var out = new StringBuilder("---\ntitle: ").append(flow.application()).append("\n---\nflowchart LR\n");
        var ids = new HashMap<Box, String>();
        for (var box : flow.boxes()) {
            var id = "n" + ids.size();
            ids.put(box, id);
            out.append("    ").append(id)
                    .append(String.format(Locale.ROOT, SHAPES.get(box.kind()), '"' + box.name() + '"'))
                    .append(":::").append(style(box.kind())).append('\n');
        }
        for (var arrow : flow.arrows()) {
            out.append("    ").append(ids.get(arrow.from())).append(" --> ").append(ids.get(arrow.to())).append('\n');
        }
        for (var kind : Kind.values()) {
            if (flow.boxes().stream().anyMatch(box -> box.kind() == kind)) {
                out.append("    classDef ").append(style(kind)).append(' ').append(COLOURS.get(kind))
                        .append(",color:#1d2430\n");
            }
        }
        return out.toString();
    }

    private static String style(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

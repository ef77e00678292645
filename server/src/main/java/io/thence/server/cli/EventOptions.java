// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import io.thence.store.Query;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which events are meant, and how they are shown. */
final class EventOptions {

    @Option(names = "--key", paramLabel = "KEY/VALUE",
            description = "Only events that are filed this, as in invoice/536365; under all, if several are given.")
    List<KeyValue> keys = List.of();

    @Option(names = "--type", paramLabel = "NAME",
            description = "Only events of this type, as in order.placed; of any, if given several times.")
    List<String> types = List.of();

    @ArgGroup
    final ForPrograms programs = new ForPrograms();

    @Option(names = "--wide", description = "Cut nothing to the width of the terminal.")
    boolean wide;

    /** How they are shown to programs, if one reads them. */
    static final class ForPrograms {
        @Option(names = "--json", description = "One JSON object per line.")
        boolean json;

        @Option(names = "--cloudevents", description = "One CloudEvent 1.0 as JSON per line.")
        boolean cloudEvents;

        Optional<LineFormat> format() {
            return json || cloudEvents ? Optional.of(LineFormat.of(cloudEvents)) : Optional.empty();
        }
    }

    Query query(Operations operations, Terminal terminal) {
        return EventRequest.matching(operations.filed(keys, terminal::say), new LinkedHashSet<>(types));
    }

    NoMatch noMatch() {
        return new NoMatch(keys, types);
    }

    EventLines lines(Terminal terminal, long head) {
        return new EventLines(terminal, programs.format(), wide || !terminal.outShown(), head);
    }
}

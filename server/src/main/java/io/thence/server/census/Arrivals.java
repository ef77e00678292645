// SPDX-License-Identifier: Apache-2.0
package io.thence.server.census;

import io.thence.event.Json;
import io.thence.order.Disorder;
import io.thence.order.DisorderMeter;
import io.thence.order.Gaps;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.world.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * In which order what producers number has come, as events of a log say. Its memory does not grow with the log: of the
 * producers that were silent longest, beyond {@value DisorderMeter#PRODUCERS_MAX}, it is counted what was missing then.
 */
public final class Arrivals {

    /** So many producers are named of which numbers are missing. */
    public static final int NAMED_MAX = 20;

    private final DisorderMeter<String> meter = new DisorderMeter<>();
    private final LinkedHashMap<String, Gaps> producers = new LinkedHashMap<>(16, 0.75f, true);
    private long producersForgotten;
    private long missingForgotten;
    private long repeated;
    private long unnamed;
    private long unnumbered;

    private Arrivals() {}

    /**
     * Where an event says which producer has sent it as which number.
     *
     * @param producer finds the producer in its JSON; empty where nothing tells them apart
     * @param number   finds a whole number
     */
    public record Numbering(JsonPointer producer, JsonPointer number) {}

    /**
     * What is found.
     *
     * @param disorder   how much came out of order, and by how much
     * @param producers  how many producers there are; one that was forgotten since, and has come again, counts again
     * @param missing    how many numbers have not come between the first and the highest of each producer
     * @param repeated   how many have come again
     * @param unnamed    how many events name no producer
     * @param unnumbered how many of the others have no such number
     * @param most       those of whom most is missing, up to {@value #NAMED_MAX}
     */
    public record Found(Disorder disorder, long producers, long missing, long repeated, long unnamed,
            long unnumbered, List<Incomplete> most) {

        public Found {
            most = List.copyOf(most);
        }
    }

    /**
     * A producer of whom numbers are missing.
     *
     * @param producer it, as the events name it
     * @param missing  how many
     * @param first    the lowest of them
     */
    public record Incomplete(String producer, long missing, long first) {}

    /**
     * Reads the events of {@code types}.
     *
     * @param watch is told how far it is
     */
    public static Found of(Operations operations, Set<String> types, Numbering numbering, Watch watch) {
        var arrivals = new Arrivals();
        long head = operations.head().number();
        try (var events = operations.read(EventRequest.ALL.of(Query.types(types)))) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                arrivals.take(event.get(), numbering);
                watch.at(event.get().number(), head);
            }
        }
        return arrivals.found();
    }

    private void take(EventView view, Numbering numbering) {
        var event = view.event();
        var data = Json.tree(event.data(), "event " + event.id() + " at position " + event.number());
        var producer = producer(data, numbering.producer());
        var number = data.at(numbering.number());
        if (producer.isEmpty()) {
            unnamed++;
        } else if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            unnumbered++;
        } else {
            arrived(producer.get(), number.longValue(), event.time());
        }
    }

    private static Optional<String> producer(JsonNode data, JsonPointer where) {
        var found = data.at(where);
        if (where.matches()) {
            return Optional.of("");
        }
        return found.isMissingNode() || found.isNull() ? Optional.empty()
                : Optional.of(found.isString() ? found.stringValue() : found.toString());
    }

    private void arrived(String producer, long number, Instant time) {
        meter.arrived(producer, number, time);
        var seen = producers.getOrDefault(producer, Gaps.from(number)).arrived(number);
        if (seen.came() == Gaps.Came.REPEATED) {
            repeated++;
        }
        producers.put(producer, seen.gaps());
        if (producers.size() > DisorderMeter.PRODUCERS_MAX) {
            missingForgotten += producers.pollFirstEntry().getValue().count();
            producersForgotten++;
        }
    }

    private Found found() {
        long missing = missingForgotten;
        var incomplete = new ArrayList<Incomplete>();
        for (Map.Entry<String, Gaps> one : producers.entrySet()) {
            long count = one.getValue().count();
            missing += count;
            if (count > 0) {
                incomplete.add(new Incomplete(one.getKey(), count, one.getValue().missing().getFirst().from()));
            }
        }
        incomplete.sort(Comparator.comparingLong(Incomplete::missing).reversed().thenComparing(Incomplete::producer));
        return new Found(meter.report(), producersForgotten + producers.size(), missing, repeated, unnamed,
                unnumbered, incomplete.subList(0, Math.min(NAMED_MAX, incomplete.size())));
    }
}

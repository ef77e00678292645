// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import io.thence.event.Json;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Server-sent events, two a second for each page that looks. Each carries the whole snapshot: a page that missed some
 * needs nothing but the next one.
 */
final class LiveFeed implements Handler {

    static final Duration TICK = Duration.ofMillis(500);
    private static final int PAGES_MAX = 32;
    private static final int EVENTS_MAX = 50;

    private final World world;
    private final LatestEvents events;
    private final SnapshotCache snapshots;
    private final TypeRates rates;
    private final Set<Signal> pages = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LiveFeed(World world, LatestEvents events, SnapshotCache snapshots, TypeRates rates) {
        this.world = world;
        this.events = events;
        this.snapshots = snapshots;
        this.rates = rates;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        if (pages.size() >= PAGES_MAX) {
            Answer.error(response, Status.SERVICE_UNAVAILABLE_503, PAGES_MAX + " pages are open: close one");
            return;
        }
        var end = new Signal();
        pages.add(end);
        try (var sink = response.sink(SseSink.TYPE)) {
            send(sink, end);
        } finally {
            pages.remove(end);
        }
    }

    private void send(SseSink sink, Signal end) {
        long seen = -1;
        while (!closed) {
            var latest = seen < 0 ? events.last(EVENTS_MAX) : events.since(seen, EVENTS_MAX);
            if (seen < 0 || !latest.isEmpty()) {
                seen = latest.isEmpty() ? 0 : latest.getLast().position().number();
            }
            var message = events.json(latest);
            var perSecond = message.putObject("rates");
            rates.perSecond().forEach(perSecond::put);
            snapshots.putInto(message);
            sink.emit(SseEvent.create(Json.text(message)));
            world.await(end, TICK);
        }
    }

    /** Ends all feeds. */
    void close() {
        closed = true;
        pages.forEach(Signal::raise);
    }
}

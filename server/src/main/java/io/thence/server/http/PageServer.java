// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.thence.ThenceException.InUse;
import io.thence.event.Json;
import io.thence.run.Thence;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The live page of a running application, for this machine only: it listens on loopback, and answers only requests that
 * are addressed to it by a name of this machine and come from its own page or from no page.
 *
 * <ul>
 *   <li>{@code /} and the page's files
 *   <li>{@code /api/flow}: the application's flow, {@code {"application", "boxes": [{"kind", "name"}], "arrows":
 *       [{"from": {..}, "to": {..}}]}}
 *   <li>{@code /api/events?after=P&limit=N}: raw events, {@code {"head": .., "events": [..]}}, the oldest first;
 *       without {@code after} the newest
 *   <li>{@code /api/live}: server-sent events, two a second: {@code {"head", "events": those new since the message
 *       before, at most 50, "rates": events a second by type, "page": the snapshot}}, or {@code "error"} where there is
 *       no snapshot
 *   <li>{@code /api/ask/QUESTION?q=JSON}: the answer to a question of the application, {@code {"answer": ..}}
 *   <li>{@code /api/changes/QUESTION?q=JSON}: the same as server-sent events, one for each answer that it becomes
 *   <li>{@code /health/live}, {@code /health/ready}: how the applications are, {@link Probes}
 *   <li>{@code /metrics}: the page's {@link Metrics}, if it has some
 * </ul>
 *
 * What goes wrong is answered with {@code {"error": ".."}}. Nothing can be changed through it.
 */
public final class PageServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PageServer.class.getName());
    private static final Logger WEB_SERVER = Logger.getLogger("io.helidon"); // held, or its level would be forgotten
    private static final int EVENTS_USUAL = 50;
    private static final int CONNECTIONS_MAX = 256;

    private final Thence thence;
    private final LatestEvents events;
    private final LiveFeed feed;
    private final Questions questions;
    private final WebServer server;
    private final URI address;

    private PageServer(Thence thence, Page page, int port) {
        this.thence = thence;
        events = new LatestEvents(thence.store());
        var world = new SystemWorld();
        feed = new LiveFeed(world, events, new SnapshotCache(world, page.snapshot()),
                new TypeRates(world, thence.store()));
        questions = Questions.of(thence);
        var gate = new Gate();
        if (WEB_SERVER.getLevel() == null) {
            WEB_SERVER.setLevel(Level.WARNING); // its good news would mix with what the command says
        }
        server = WebServer.builder().address(loopback()).port(port)
                .routing(routing -> route(routing, gate, page))
                .maxTcpConnections(CONNECTIONS_MAX)
                .shutdownGracePeriod(Duration.ofMillis(200))
                .shutdownHook(false)
                .build();
        server.start();
        if (!server.isRunning()) {
            throw taken(port, "it did not start");
        }
        address = URI.create("http://localhost:" + server.port() + "/");
        gate.open(server.port());
    }

    /**
     * Starts serving {@code page} for {@code thence}, which outlives it.
     *
     * @param port 0 for any that is free
     * @throws InUse if the port is taken
     */
    public static PageServer start(Thence thence, Page page, int port) {
        refuseIfTaken(port);
        return new PageServer(thence, page, port);
    }

    /** Tries the port first: the web server would log a stack trace for what is only a port in use. */
    private static void refuseIfTaken(int port) {
        try (var _ = new ServerSocket(port, 1, loopback())) {
            LOG.log(System.Logger.Level.DEBUG, "port {0} is free", port);
        } catch (IOException e) {
            throw taken(port, String.valueOf(e.getMessage()));
        }
    }

    private static InUse taken(int port, String why) {
        return new InUse("port " + port + " cannot be used (" + why + "): use another, or 0 for any");
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of four bytes is one", e);
        }
    }

    private void route(HttpRouting.Builder routing, Gate gate, Page page) {
        var files = new PageFiles(page);
        routing.addFilter(gate)
                .get("/api/flow", this::flow)
                .get("/api/events", this::events)
                .get("/api/live", feed)
                .register("/api", questions)
                .register("/", Probes.of(thence.deployed()));
        page.metrics().ifPresent(metrics -> routing.register("/", metrics));
        routing.get("/*", files).error(RuntimeException.class, Answer::failed);
    }

    private void flow(ServerRequest request, ServerResponse response) {
        Answer.json(response, Json.write(thence.application().describe()));
    }

    private void events(ServerRequest request, ServerResponse response) {
        var query = request.query();
        int limit = query.contains("limit")
                ? (int) LatestEvents.number("limit", query.get("limit"), LatestEvents.LIMIT_MAX) : EVENTS_USUAL;
        var found = query.contains("after")
                ? events.after(LatestEvents.number("after", query.get("after"), Long.MAX_VALUE), limit)
                : events.last(limit);
        Answer.json(response, Json.write(events.json(found)));
    }

    /** Where it listens, such as {@code http://localhost:8080/}. */
    public URI address() {
        return address;
    }

    /** Ends all feeds and frees the port. */
    @Override
    public void close() {
        feed.close();
        questions.close();
        server.stop();
    }
}

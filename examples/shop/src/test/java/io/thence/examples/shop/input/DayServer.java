// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a folder on loopback as the public source does, and badly when told so. */
final class DayServer implements AutoCloseable {

    private final HttpServer server;
    private final Path folder;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Trouble trouble = (name, content) -> content;
    private final AtomicInteger cutsLeft = new AtomicInteger();
    private volatile int cutAfter;
    private volatile boolean ranges = true;
    private volatile boolean otherRanges;
    private volatile int status = 200;

    /** Changes what is served. */
    interface Trouble {
        byte[] spoil(String name, byte[] content);
    }

    DayServer(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/by-day/");
    }

    /** What was asked for: name, and the range after a space where there was one. */
    List<String> requests() {
        return requests;
    }

    /** Cuts the next connections after so many bytes. */
    void cut(int times, int afterBytes) {
        cutAfter = afterBytes;
        cutsLeft.set(times);
    }

    void spoil(Trouble how) {
        trouble = how;
    }

    void ignoreRanges() {
        ranges = false;
    }

    /** Answers with ranges that were not asked for. */
    void mixUpRanges() {
        otherRanges = true;
    }

    void answerWith(int answer) {
        status = answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var name = exchange.getRequestURI().getPath().replaceFirst("^/by-day/", "");
            var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
            requests.add(name + range.map(asked -> " " + asked).orElse(""));
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            var content = trouble.spoil(name, Files.readAllBytes(folder.resolve(name)));
            int from = ranges ? range.map(DayServer::start).orElse(0) : 0;
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (from > 0) {
                exchange.getResponseHeaders().set("Content-Range",
                        "bytes " + (otherRanges ? from - 1 : from) + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            int length = content.length - from;
            if (cutsLeft.getAndDecrement() > 0) {
                length = Math.min(length, cutAfter);
            }
            exchange.getResponseBody().write(content, from, length);
            exchange.getResponseBody().flush();
        }
    }

    private static int start(String range) {
        return Integer.parseInt(range.replaceAll("^bytes=|-$", ""));
    }
}

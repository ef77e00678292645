// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thence.testing.soak.Business.Service;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * The outside, a process of its own that outlives all kills. It knows its keys. It refuses at random, is out of reach
 * for a while now and then, takes its time, and loses answers of what it has done. It ends with its input.
 */
public final class OutsideProcess {

    private static final int REFUSED_PERCENT = 4;
    private static final int LOST_PERCENT = 3;
    private static final int SLOW_PERCENT = 2;
    private static final Duration SLOW = Duration.ofMillis(120);
    private static final long AWAY_EACH_MILLIS = 10_000;
    private static final long AWAY_MILLIS = 500;

    private final World world = new SystemWorld();
    private final long began = world.nanos();
    private final Ledger ledger = new Ledger();
    private final Random chance;
    private volatile boolean healed;

    private OutsideProcess(long seed) {
        chance = new Random(seed);
    }

    /** With a seed. It prints its port. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var outside = new OutsideProcess(Long.parseLong(arguments[0]));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", outside::handle);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
        System.in.transferTo(System.out); // nothing comes
        System.exit(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var words = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split(" ", 4);
            switch (words[0]) {
                case "CALL" -> call(exchange, words);
                case "ASK" -> answer(exchange, 200, ledger.ask(UUID.fromString(words[1])).map(String::valueOf)
                        .orElse(""));
                case "REPORT" -> answer(exchange, 200, ledger.report().text());
                default -> {
                    healed = true;
                    answer(exchange, 200, "");
                }
            }
        }
    }

    /** Of what is on its way it knows: nothing waits before it is written down. */
    private void call(HttpExchange exchange, String[] words) throws IOException {
        int dice = healed ? 100 : chance.nextInt(100);
        if (!healed && (dice < REFUSED_PERCENT || isAway())) {
            answer(exchange, 503, "");
            return;
        }
        long receipt = ledger.call(Service.valueOf(words[1]), UUID.fromString(words[2]), words[3]);
        if (dice >= 100 - SLOW_PERCENT && !healed) {
            world.await(new Signal(), SLOW);
        }
        if (dice >= REFUSED_PERCENT + LOST_PERCENT) { // else the line breaks
            answer(exchange, 200, Long.toString(receipt));
        }
    }

    private boolean isAway() {
        return (world.nanos() - began) / 1_000_000 % AWAY_EACH_MILLIS > AWAY_EACH_MILLIS - AWAY_MILLIS;
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import com.sun.net.httpserver.HttpServer;
import io.thence.Breaker;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Position;
import io.thence.Supervision;
import io.thence.alert.Cards.Decline;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What those answer who are to be told may name a person: of it there is a class, in lines of logs as in the log. */
class AlertMachinesTest {

    private static final String SECRET = "anna@example.org";
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final class Lines extends java.util.logging.Handler {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            var text = new StringWriter();
            text.append(line.getMessage());
            if (line.getThrown() != null) {
                line.getThrown().printStackTrace(new PrintWriter(text));
            }
            all.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Logger logger = Logger.getLogger("io.thence");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
        logger.setLevel(Level.ALL);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(lines);
        logger.setLevel(null);
    }

    /** A policy, and what has come of it when it is done. */
    record Case(String name, Policy policy, Predicate<Thence> isDone) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static boolean hasStopped(Thence cards) {
        return !cards.health().ready();
    }

    static Stream<Case> cases() {
        var soon = Policy.DEFAULT.attempts(2).resting(Duration.ofMillis(1), Duration.ofMillis(2));
        return Stream.of(
                new Case("a dead letter", soon, cards -> !cards.deadLetters(Cards.declined()).list().isEmpty()),
                new Case("a dead letter at once", soon.attempts(99).on(IOException.class, Action.DEAD_LETTER),
                        cards -> !cards.deadLetters(Cards.declined()).list().isEmpty()),
                new Case("too many", soon.deadLettersMax(0), AlertMachinesTest::hasStopped),
                new Case("a stop", soon.on(IOException.class, Action.STOP), AlertMachinesTest::hasStopped),
                new Case("restarts", soon.on(IOException.class, Action.RESTART), cards -> !cards.health().live()),
                new Case("a breaker", soon.attempts(99).breaker(Breaker.DEFAULT.failing(0.5, 2)
                        .openFor(Duration.ofMillis(1), Duration.ofMillis(2))),
                        cards -> events(cards).contains("breaker-changed")));
    }

    private static String events(Thence cards) {
        var text = new StringBuilder();
        try (var events = cards.store().read(Query.ALL, new Position(cards.store().lineage(), 0),
                Direction.FORWARDS)) {
            events.list(Integer.MAX_VALUE).forEach(event -> text.append(event.type()).append(' ')
                    .append(new String(event.data(), StandardCharsets.UTF_8)).append('\n'));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_a_notifiers_server_answers_stands_nowhere(Case one) {
        var calls = new AtomicInteger();
        var notifier = new Notifier() {
            @Override
            public String name() {
                return "mail";
            }

            @Override
            public void notify(String key, Notice notice) throws IOException {
                calls.incrementAndGet();
                throw new IOException("550 no such user: " + SECRET, new IllegalStateException(SECRET));
            }
        };
        var alert = Cards.declined().notifying(notifier).policy(one.policy());
        var engine = new Engine(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL, 1 << 20)
                .supervision(Supervision.DEFAULT.resting(Duration.ofMillis(1), Duration.ofMillis(2)));
        String events;
        try (var cards = Thence.run(Cards.APPLICATION.with(alert), engine)) {
            for (int i = 0; i < 3; i++) {
                cards.send(new Decline("1", "tea"));
            }
            long until = System.nanoTime() + LONG.toNanos();
            while (!one.isDone().test(cards)) {
                assertThat(System.nanoTime()).isLessThan(until);
                Thread.onSpinWait();
            }
            events = events(cards);
            assertThat(cards.health().toString()).doesNotContain(SECRET);
        }
        assertThat(calls.get()).isPositive();
        assertThat(events).doesNotContain(SECRET);
        assertThat(lines.all).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        assertThat(lines.all).anyMatch(line -> line.contains("mail") && line.contains("java.io.IOException"));
    }

    @Test
    void which_status_a_web_hook_answers_stands_in_the_dead_letter_and_in_the_log() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            try (exchange) {
                var body = ("no such user: " + SECRET).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        var hook = Webhook.named("pager", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
        var alert = Cards.declined().notifying(hook).policy(Policy.DEFAULT.on(Webhook.Refused.class,
                Action.DEAD_LETTER));
        var engine = new Engine(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL, 1 << 20);
        try (var cards = Thence.run(Cards.APPLICATION.with(alert), engine)) {
            for (int i = 0; i < 3; i++) {
                cards.send(new Decline("1", "tea"));
            }
            assertThat(cards.await(alert, cards.store().head(), LONG)).isTrue();
            var said = "web hook 'pager' (127.0.0.1) answers 401";
            assertThat(cards.deadLetters(alert).list()).singleElement().asString().contains(said);
            assertThat(lines.all).anyMatch(line -> line.contains(said)).noneMatch(line -> line.contains(SECRET));
            assertThat(events(cards)).contains(said).doesNotContain(SECRET);
        } finally {
            server.stop(0);
        }
    }
}

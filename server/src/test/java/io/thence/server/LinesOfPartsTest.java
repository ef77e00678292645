// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Origin;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.event.Json;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** Lines that parts and their handlers write down say which event they are about, and what it is part of. */
class LinesOfPartsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Logger OWN = Logger.getLogger("shop.own");

    record Order(String customer) {}

    record Ordered(String customer) {}

    private static final Key<String> CUSTOMER = Key.of("customer");
    private static final Events<Ordered> EVENTS = Events.of(Ordered.class)
            .type("shop.ordered", Ordered.class, CUSTOMER.of(Ordered::customer));
    private static final Decider<Order, Ordered> ORDERING = Decider.of(Order.class, EVENTS)
            .decide(order -> accept(new Ordered(order.customer())));

    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();
    private final JsonLog log = new JsonLog();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(Json.tree(log.format(record).getBytes(StandardCharsets.UTF_8), "a line"));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final List<Logger> loggers = List.of(OWN, Logger.getLogger("io.thence.processor.ProcessorLog"),
            Logger.getLogger("io.thence.view.lane.Faults"), Logger.getLogger("io.thence.view.MemoryModel"));

    @BeforeEach
    void listen() {
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.addHandler(handler);
        });
    }

    @AfterEach
    void leave() {
        loggers.forEach(logger -> {
            logger.removeHandler(handler);
            logger.setLevel(null);
        });
    }

    /** Orders of a customer at whom all fail, as part of the business "day". */
    private static void order(Part part) {
        try (var shop = Thence.run(Application.named("shop").with(EVENTS, ORDERING, part), Engine.inMemory())) {
            shop.send(new Order("eve"), Send.as("o1").from(Origin.of("till").correlatedBy("day").causedBy("form")));
            assertThat(shop.await(part, shop.store().head(), LONG)).isTrue();
        }
    }

    private static void fail(String what) {
        OWN.info(what);
        throw new IllegalStateException("no " + what);
    }

    private void assertAbout(String message, String part) {
        assertThat(lines).filteredOn(line -> line.get("message").stringValue().contains(message)).isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.path("part").stringValue("")).as("part").isEqualTo(part);
                    assertThat(line.path("event").stringValue("")).as("event").isEqualTo("o1/0");
                    assertThat(line.path("key").stringValue("")).as("key").isEqualTo("customer/eve");
                    assertThat(line.path("correlation").stringValue("")).as("correlation").isEqualTo("day");
                    assertThat(line.path("causation").stringValue("")).as("causation").isEqualTo("form");
                });
    }

    @Test
    void a_dead_letter_and_what_made_it() {
        order(Reaction.named("mailer").policy(Policy.DEFAULT.attempts(1)).on(Ordered.class, (_, _) -> fail("mail")));
        assertAbout("dead letter: ", "mailer");
        assertAbout("mail", "mailer");
    }

    @Test
    void a_parked_key_of_tables_and_what_parked_it() {
        order(Projection.sql("tables", 1, "create table t (customer varchar primary key)")
                .on(Ordered.class, (_, _) -> fail("row")));
        assertAbout("has parked", "tables");
        assertAbout("row", "tables");
    }

    @Test
    void a_parked_key_of_a_model() {
        order(Projection.inMemory("model", AtomicLong::new).on(Ordered.class, (_, _) -> {
            throw new IllegalStateException("no");
        }));
        assertAbout("has parked", "model");
    }

    @Test
    void a_function_of_a_rule() {
        order(Alert.named("many").on(Ordered.class).by(CUSTOMER).where(_ -> {
            OWN.info("looked at");
            return true;
        }).count(Duration.ofMinutes(1)).atLeast(9));
        assertAbout("looked at", "many");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.examples.shop.ShopCommand.AddLines;
import io.thence.examples.shop.ShopCommand.OfInvoice;
import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.ShopCommand.ReturnGoods;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Answered;
import io.thence.testing.sim.Caller;
import io.thence.testing.sim.Fault;
import io.thence.testing.sim.Seeds;
import io.thence.testing.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clerks sell and take back a few goods while everything goes wrong: each piece is where it must be. */
class ShopLivesTest {

    private static final int SEEDS = 300;
    private static final int SEEDS_IN_JVMS = 30;
    private static final int CLERKS = 4;
    private static final int INVOICES = 48;
    private static final int GOODS = 6;
    private static final Instant OPENS = Instant.parse("2010-12-01T08:00:00Z");

    /** What clerks were told that the shop took in: pieces by stock code, sold and brought back. */
    private static final class Taken {
        private final TreeMap<String, OfInvoice> runs = new TreeMap<>();

        void hear(Answered answer) {
            if (answer.outcome() instanceof Outcome.Accepted && answer.command() instanceof OfInvoice run) {
                runs.put(run.invoice() + " " + run.at(), run);
            }
        }

        void check(Thence shop) {
            var pieces = new TreeMap<String, Long>();
            runs.values().forEach(run -> run.lines().forEach(line ->
                    pieces.merge(line.code(), (long) line.quantity(), Long::sum)));
            var rows = shop.query(Books.PROJECTION).list("select code, quantity from stock order by code",
                    row -> row.text("code") + " " + row.number("quantity"));
            assertThat(rows).isEqualTo(pieces.entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue()).toList());
            long lines = shop.query(Books.PROJECTION).one("select lines from totals", row -> row.number("lines"));
            assertThat(lines).isEqualTo(runs.values().stream().mapToInt(run -> run.lines().size()).sum());
        }
    }

    @BeforeAll
    static void quiet() {
        ShopLife.quiet();
    }

    static Simulator simulator() {
        var simulator = Simulator.of(Shop.APPLICATION).crashes(5, 7)
                .check(ShopLivesTest::stockIsRight)
                .oracle(Taken::new, Taken::hear, Taken::check);
        for (int i = 0; i < CLERKS; i++) {
            simulator = simulator.caller("clerk-" + i, ShopLivesTest::serve);
        }
        return simulator;
    }

    /** By the rule of the data's README; and what ran low was delivered once. */
    private static void stockIsRight(Thence shop) {
        var replay = new StockReplay();
        var low = new ArrayList<String>();
        var received = new ArrayList<String>();
        var start = new Position(shop.store().lineage(), 0);
        try (var events = shop.store().read(Query.ALL, start, Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                replay.see(event.get());
                switch (event.get().type()) {
                    case "stock.ran-low" -> low.add(event.get().keys().getFirst().value());
                    case "stock.received" -> received.add(event.get().keys().getFirst().value());
                    default -> {}
                }
            }
        }
        assertThat(replay.faults()).isEmpty();
        assertThat(received).containsExactlyInAnyOrderElementsOf(low);
    }

    private static void serve(Caller caller) {
        caller.steps(INVOICES, i -> {
            var random = caller.random();
            var invoice = caller.name() + "." + i;
            var at = OPENS.plus(Duration.ofMinutes(10L * i));
            if (random.nextInt(5) == 0) {
                caller.send(new ReturnGoods("C" + invoice, at, lines(random, -1)));
                return;
            }
            caller.send(new PlaceOrder(invoice, at, lines(random, 1)));
            if (random.nextInt(3) == 0) {
                caller.pause(Duration.ofMillis(random.nextInt(30)));
                caller.send(new AddLines(invoice, at.plusSeconds(60), lines(random, 1)));
            }
        });
    }

    private static List<Line> lines(RandomGenerator random, int sign) {
        var lines = new ArrayList<Line>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            lines.add(new Line("code-" + random.nextInt(GOODS), "", sign * (1 + random.nextInt(40)), 100,
                    Optional.empty(), "France"));
        }
        return lines;
    }

    @Test
    void each_piece_is_where_it_must_be() {
        var all = Seeds.of(ShopLivesTest::simulator).run(1, SEEDS);
        assertThat(all.commandsMin()).isGreaterThanOrEqualTo(200);
        assertThat(all.crashesMin()).isGreaterThanOrEqualTo(5);
        assertThat(all.faults()).containsOnlyKeys(Fault.values());
    }

    @Test
    void a_seed_has_one_trace_in_other_jvms() {
        Seeds.of(ShopLivesTest::simulator).inTwoJvms(1, SEEDS_IN_JVMS);
    }

    @Test
    @Tag("campaign")
    void the_same_for_many_seeds() throws IOException {
        var all = Seeds.of(ShopLivesTest::simulator).resume(Path.of("target", "shop-lives"), 1,
                Long.getLong("thence.lives", 35_000));
        System.out.println("shop: " + all);
    }
}

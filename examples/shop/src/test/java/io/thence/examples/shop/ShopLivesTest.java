// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Application;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.examples.shop.ShopCommand.AddLines;
import io.thence.examples.shop.ShopCommand.AdjustAccount;
import io.thence.examples.shop.ShopCommand.OfInvoice;
import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.ShopCommand.RefuseLine;
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
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop while everything goes wrong: the books balance, and each delivery is booked in once. */
class ShopLivesTest {

    private static final int SEEDS = 300;
    private static final int SEEDS_IN_JVMS = 30;
    private static final int CUSTOMERS = 4;
    private static final int STEPS = 52;
    private static final int CODES = 12;
    private static final Instant OPENING = Instant.parse("2010-12-01T08:00:00Z");

    /** What came in, in all lives: a shop that never runs low would show little. */
    private static final AtomicLong DELIVERIES = new AtomicLong();

    /** What customers were told: which invoices there are, and what they come to. */
    private static final class Told {
        private final TreeSet<String> sales = new TreeSet<>();
        private long lines;
        private long value;
        private long refused;

        void hear(Answered answer) {
            if (answer.outcome() instanceof Outcome.Accepted) {
                switch (answer.command()) {
                    case PlaceOrder order -> {
                        sales.add(order.invoice());
                        add(order);
                    }
                    case OfInvoice other -> add(other);
                    default -> refused++;
                }
            }
        }

        private void add(OfInvoice run) {
            lines += run.lines().size();
            value += run.lines().stream().mapToLong(Line::value).sum();
        }

        void check(Thence shop) {
            var report = Reporting.report(shop.query(Books.PROJECTION));
            assertThat(report.sales()).isEqualTo(sales.size());
            assertThat(report.lines()).isEqualTo(lines);
            assertThat(report.netValue()).isEqualTo(value);
            assertThat(report.malformed()).isEqualTo(refused);
        }
    }

    static Simulator simulator() {
        return simulator(Shop.APPLICATION);
    }

    /** The lives of {@code shop}. */
    static Simulator simulator(Application shop) {
        var simulator = Simulator.of(shop).crashes(5, 7)
                .invariant("nothing is sold that is not there", open -> IntStream.range(0, CODES).forEach(code ->
                        assertThat(open.read(Shop.STOCKS, code(code)).available()).isNotNegative()))
                .oracle(Told::new, Told::hear, Told::check)
                .check(ShopLivesTest::stockIsRight);
        for (int i = 0; i < CUSTOMERS; i++) {
            simulator = simulator.caller("customer-" + i, ShopLivesTest::buy);
        }
        return simulator;
    }

    /** Orders, adds to an order that may never have been placed, brings goods back, is given credit. */
    private static void buy(Caller caller) {
        caller.steps(STEPS, i -> {
            var random = caller.random();
            var at = OPENING.plus(Duration.ofMinutes(5L * i));
            var invoice = caller.name() + "-" + random.nextInt(i + 1);
            caller.send(switch (random.nextInt(10)) {
                case 0 -> new AddLines(invoice, at, lines(random, 40));
                case 1 -> new ReturnGoods("C" + invoice, at, lines(random, -20));
                case 2 -> new AdjustAccount("A" + invoice, at, lines(random, -1));
                case 3 -> new RefuseLine(i, invoice, "cannot be read");
                default -> new PlaceOrder(caller.name() + "-" + i, at, lines(random, 40));
            });
            if (random.nextInt(4) == 0) {
                caller.pause(Duration.ofMillis(random.nextInt(20)));
            }
        });
    }

    /** One to three lines of up to so many pieces; they come back where that is negative. */
    private static List<Line> lines(RandomGenerator random, int most) {
        return IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> {
            int pieces = Integer.signum(most) * (1 + random.nextInt(Math.abs(most)));
            return new Line(code(random.nextInt(CODES)), "box", pieces, 1 + random.nextInt(9_000), Optional.empty(),
                    "France");
        }).toList();
    }

    private static String code(int number) {
        return "code-" + number;
    }

    /** By a replay of its own; and what ran low has come in, once. */
    private static void stockIsRight(Thence shop) {
        var replay = new StockReplay();
        int low = 0;
        int received = 0;
        var start = new Position(shop.store().lineage(), 0);
        try (var events = shop.store().read(Query.ALL, start, Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                replay.see(event.get());
                low += event.get().type().equals("stock.ran-low") ? 1 : 0;
                received += event.get().type().equals("stock.received") ? 1 : 0;
            }
        }
        assertThat(replay.faults()).isEmpty();
        assertThat(received).as("deliveries").isEqualTo(low);
        DELIVERIES.addAndGet(received);
    }

    @BeforeAll
    static void quiet() {
        ShopLife.quiet();
    }

    @Test
    void the_books_balance() {
        var all = Seeds.of(ShopLivesTest::simulator).run(1, SEEDS);
        assertThat(all.commandsMin()).isGreaterThanOrEqualTo(200);
        assertThat(all.crashesMin()).isGreaterThanOrEqualTo(5);
        assertThat(all.faults()).containsOnlyKeys(Fault.of(Shop.APPLICATION));
        assertThat(DELIVERIES.get()).isGreaterThan(SEEDS);
    }

    @Test
    void a_seed_has_one_trace_in_other_jvms() {
        Seeds.of(ShopLivesTest::simulator).inTwoJvms(1, SEEDS_IN_JVMS);
    }

    @Test
    @Tag("campaign")
    void the_same_for_many_seeds() throws IOException {
        var all = Seeds.of(ShopLivesTest::simulator).resume(Path.of("target", "shop-lives"), 1,
                Long.getLong("thence.lives", 40_000));
        System.out.println("shop: " + all);
    }
}

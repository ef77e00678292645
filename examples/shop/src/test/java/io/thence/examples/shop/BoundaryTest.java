// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.Send;
import io.thence.command.CommandPath;
import io.thence.command.Folder;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.examples.shop.input.Datasets;
import io.thence.examples.shop.input.InvoiceSource;
import io.thence.examples.shop.input.Run;
import io.thence.examples.shop.input.Runs;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.react.ReactionHandler;
import io.thence.snapshot.Snapshots;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The boundary of an order bites: December's commands sent from 16 callers at once, shuffled but for each invoice's own
 * order, never sell a piece twice.
 */
class BoundaryTest {

    private static final int CALLERS = 16;
    private static final long SEED = 20101201;
    private static final int RACES = 8;

    private record Command(ShopCommand command, String id) {}

    @Test
    void no_piece_is_sold_twice_when_callers_compete() {
        var race = race(UnaryOperator.identity(), SEED);
        assertThat(race.faults()).isEmpty();
        assertThat(race.conflicts()).as("decisions made in vain").isGreaterThanOrEqualTo(100);
        assertThat(race.runs()).as("runs that were taken in").isEqualTo(2_026);
    }

    @Test
    void a_store_whose_condition_leaves_out_one_code_of_an_order_is_caught() {
        // callers meet by chance, mostly in the first race
        assertThat(LongStream.range(0, RACES).mapToObj(i -> race(ForgetfulStore::new, SEED + i).faults())
                .anyMatch(faults -> !faults.isEmpty())).isTrue();
    }

    private record Race(List<String> faults, long conflicts, long runs) {}

    private static Race race(UnaryOperator<EventStore> around, long seed) {
        var world = new SystemWorld();
        try (var log = LogStore.open(world, new MemoryDisk(), LogSettings.DEFAULT)) {
            var ports = new Ports(world, around.apply(log), new EventCodec(Shop.APPLICATION));
            var commands = new CommandPath(Shop.APPLICATION, ports, new Folder(ports, 64 << 20, Snapshots.none()));
            try (var reactor = ReactionHandler.processor(Shop.REORDER, ports, commands)) {
                reactor.start();
                sendAll(world, commands, seed);
                assertThat(reactor.progress().await(log.head().number(), Duration.ofMinutes(1))).isTrue();
            }
            var replay = new StockReplay();
            try (var events = log.read(Query.ALL, new Position(log.lineage(), 0), Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    replay.see(event.get());
                }
            }
            return new Race(replay.faults(), commands.conflicts(), replay.runs());
        }
    }

    private static void sendAll(SystemWorld world, CommandPath commands, long seed) {
        var left = new ConcurrentLinkedQueue<>(shuffled(seed));
        var failures = new ConcurrentLinkedQueue<Object>();
        var callers = new ArrayList<World.Running>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(world.fork("caller-" + i, () -> {
                for (var invoice = left.poll(); invoice != null; invoice = left.poll()) {
                    for (var command : invoice) {
                        var outcome = commands.send(command.command(), Send.as(command.id()));
                        if (!(outcome instanceof Outcome.Accepted)) {
                            failures.add(outcome);
                        }
                    }
                }
            }));
        }
        callers.forEach(World.Running::stop);
        assertThat(failures).isEmpty();
    }

    /** December's commands by invoice, the invoices in an order of chance. */
    private static List<Queue<Command>> shuffled(long seed) {
        var invoices = new LinkedHashMap<String, Queue<Command>>();
        try (var entries = InvoiceSource.of(Datasets.need(Datasets.DECEMBER)).open()) {
            var runs = new Runs(entries, Optional.empty());
            for (var next = runs.next(); next.isPresent(); next = runs.next()) {
                var run = (Run) next.get();
                invoices.computeIfAbsent(run.invoice(), _ -> new ArrayDeque<>()).add(
                        new Command(Feed.command(run), run.invoice() + "/" + run.at() + "/" + run.ordinal()));
            }
        }
        var shuffled = new ArrayList<>(invoices.values());
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }
}

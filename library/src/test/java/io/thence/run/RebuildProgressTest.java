// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Event;
import io.thence.Part;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.Reaction;
import io.thence.StoreProjection;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Latches;
import io.thence.bank.MovedWorld;
import io.thence.log.LogSettings;
import io.thence.view.Rebuild;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a rebuild says of itself under way, and that nothing else is done again by it. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RebuildProgressTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String TABLE = "create table balances (account varchar primary key, cents bigint default 0)";

    private final AtomicLong nanos = new AtomicLong();

    /** Lets go of whoever handles an event; closed before an application, which waits for that. */
    private final Held held = new Held(new CountDownLatch(1));

    private record Held(CountDownLatch free) implements AutoCloseable {
        @Override
        public void close() {
            free.countDown();
        }
    }

    @TempDir
    private Path data;

    /** The time that is left is reckoned by a clock that the test moves on. */
    private Thence run(Disk disk, Part... parts) {
        var engine = new Engine(new MovedWorld(nanos), disk, LogSettings.DEFAULT, 1 << 20);
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER).with(parts), engine);
    }

    private static Projection version(int version, AtomicInteger handled) {
        return Projection.sql("balances", version, TABLE).on(Deposited.class, (db, e) -> {
            handled.incrementAndGet();
            db.row("balances", e.account()).add("cents", e.cents());
        });
    }

    private static void deposits(Thence bank, int count) {
        for (int i = 0; i < count; i++) {
            bank.send(new Deposit("a", 1));
        }
    }

    private static void built(Rebuild rebuild) {
        assertThat(rebuild.await(LONG)).isTrue();
    }

    @Test
    void under_way_it_says_how_far_it_is_and_how_long_it_takes_at_its_speed() {
        var building = new AtomicBoolean();
        var seen = new AtomicInteger();
        var inSecondBatch = new CountDownLatch(1);
        var balances = Projection.sql("balances", 1, TABLE).on(Deposited.class, (db, e) -> {
            if (building.get() && seen.incrementAndGet() == 2_500) {
                inSecondBatch.countDown();
                Latches.await(held.free());
            }
            db.row("balances", e.account()).add("cents", e.cents());
        });
        try (var bank = run(new MemoryDisk(), balances); held) {
            deposits(bank, 3_000);
            assertThat(bank.await(balances, bank.store().head(), LONG)).isTrue();
            building.set(true);
            var rebuild = bank.rebuild(balances);
            Latches.await(inSecondBatch);
            assertThat(rebuild.state()).as("batches of 2,000 events, in no time")
                    .isEqualTo(new Rebuild.State(2_000, 3_000, 0, Optional.of(Duration.ZERO)));
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(rebuild.state()).as("2,000 in 10 seconds, 1,000 to go")
                    .isEqualTo(new Rebuild.State(2_000, 3_000, 0, Optional.of(Duration.ofSeconds(5))));
            deposits(bank, 200);
            assertThat(rebuild.state()).as("the log has grown")
                    .isEqualTo(new Rebuild.State(2_000, 3_200, 0, Optional.of(Duration.ofSeconds(6))));
            held.close();
            built(rebuild);
            assertThat(rebuild.state()).isEqualTo(new Rebuild.State(3_200, 3_200, 0, Optional.of(Duration.ZERO)));
        }
    }

    @Test
    void before_the_first_batch_nobody_knows_how_long_it_takes() {
        var building = new AtomicBoolean();
        var inFirstBatch = new CountDownLatch(1);
        var balances = Projection.sql("balances", 1, TABLE).on(Deposited.class, (_, _) -> {
            if (building.get()) {
                inFirstBatch.countDown();
                Latches.await(held.free());
            }
        });
        try (var bank = run(new MemoryDisk(), balances); held) {
            deposits(bank, 3);
            assertThat(bank.await(balances, bank.store().head(), LONG)).isTrue();
            building.set(true);
            var rebuild = bank.rebuild(balances);
            Latches.await(inFirstBatch);
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(rebuild.state()).isEqualTo(new Rebuild.State(0, 3, 0, Optional.empty()));
            held.close();
            built(rebuild);
        }
    }

    /** A store that counts what it is given. */
    private static final class Counting implements ProjectionStore {
        private final AtomicInteger events = new AtomicInteger();
        private Optional<String> checkpoint = Optional.empty();

        @Override
        public synchronized Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public synchronized void write(List<Event<?>> written, String next) {
            events.addAndGet(written.size());
            checkpoint = Optional.of(next);
        }
    }

    /** An application with all that must not be called again, and how often it was. */
    private final class Outside {
        private final AtomicInteger reacted = new AtomicInteger();
        private final AtomicInteger handled = new AtomicInteger();
        private final Counting store = new Counting();
        private final Reaction reaction = Reaction.named("letters")
                .on(Deposited.class, (_, _) -> reacted.incrementAndGet());
        private final StoreProjection stored = Projection.into("search", store).reading(Deposited.class);

        Thence run(Projection projection) {
            return RebuildProgressTest.this.run(new FileDisk(data), projection, reaction, stored);
        }

        /** One more event comes after whatever might have come again. */
        void assertCalledOnceForEach(Thence bank, Projection projection, int events) {
            deposits(bank, 1);
            for (var part : List.of(projection, reaction, stored)) {
                assertThat(bank.await(part, bank.store().head(), LONG)).isTrue();
            }
            assertThat(List.of(reacted.get(), store.events.get())).containsExactly(events, events);
        }
    }

    @Test
    void a_rebuild_a_swap_and_a_raised_version_call_nothing_outside_again() {
        var outside = new Outside();
        var first = version(1, outside.handled);
        var second = version(2, outside.handled).replacing(first);
        var third = version(3, outside.handled);
        try (var bank = outside.run(first)) {
            deposits(bank, 9);
            outside.assertCalledOnceForEach(bank, first, 10);
            assertThat(outside.handled).hasValue(10);
            built(bank.rebuild(first));
            assertThat(outside.handled).as("by the rebuild").hasValue(20);
            outside.assertCalledOnceForEach(bank, first, 11);
            for (int i = 0; i < 2; i++) {
                var beside = bank.beside(first).orElseThrow();
                built(beside);
                beside.swap();
                outside.assertCalledOnceForEach(bank, first, 12 + i);
            }
            bank.beside(first).orElseThrow().drop();
            outside.assertCalledOnceForEach(bank, first, 14);
        }
        try (var bank = outside.run(second)) {
            built(bank.beside(second).orElseThrow());
            bank.beside(second).orElseThrow().swap();
            outside.assertCalledOnceForEach(bank, second, 15);
        }
        outside.handled.set(0);
        try (var bank = outside.run(third)) {
            outside.assertCalledOnceForEach(bank, third, 16);
            assertThat(outside.handled).as("by the raised version").hasValue(16);
        }
    }
}

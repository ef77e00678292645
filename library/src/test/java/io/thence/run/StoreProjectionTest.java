// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.StoreProjection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.Visibility;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.view.Reached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A projection in a store that knows nothing but two methods, over its failures and over restarts. */
class StoreProjectionTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path data;

    /** Sums by account, all or nothing; it can be away, and dislikes a sum. */
    private static final class Sums implements ProjectionStore, AutoCloseable {
        private Map<String, Long> sums = new TreeMap<>();
        private Optional<String> checkpoint = Optional.empty();
        private volatile boolean away;
        private volatile long disliked = -1;
        private volatile CountDownLatch free = new CountDownLatch(0);

        @Override
        public synchronized Optional<String> checkpoint() {
            requireHere();
            return checkpoint;
        }

        @Override
        public void write(List<Event<?>> events, String next) {
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            add(events, next);
        }

        private synchronized void add(List<Event<?>> events, String next) {
            requireHere();
            var copy = new TreeMap<>(sums);
            for (var event : events) {
                if (event.data() instanceof Deposited(var account, var cents)) {
                    if (cents == disliked) {
                        throw new IllegalStateException("not " + cents);
                    }
                    copy.merge(account, cents, Long::sum);
                }
            }
            sums = copy;
            checkpoint = Optional.of(next);
        }

        /** What it has now is what another had a while ago, and it takes nothing yet. */
        synchronized void isReplacedBy(Map<String, Long> older, Optional<String> itsCheckpoint) {
            free = new CountDownLatch(1);
            sums = older;
            checkpoint = itsCheckpoint;
            away = false;
        }

        /** Lets go of who writes: an application that closes waits for that. */
        @Override
        public void close() {
            free.countDown();
        }

        private void requireHere() {
            if (away) {
                throw new UncheckedIOException(new IOException("nobody answers"));
            }
        }

        synchronized Map<String, Long> now() {
            return sums;
        }
    }

    private final Sums sums = new Sums();
    private final StoreProjection projection = Projection.into("sums", sums).reading(Deposited.class);

    private Thence run(Path directory) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, projection),
                Engine.at(directory));
    }

    private void awaitAll(Thence bank) {
        assertThat(bank.await(projection, bank.store().head(), LONG)).isTrue();
    }

    @Test
    void it_goes_on_over_restarts_and_takes_each_event_once() {
        for (int life = 1; life <= 3; life++) {
            try (var bank = run(data)) {
                bank.send(new Deposit("a", 1));
                bank.send(new Deposit("b", 10));
                awaitAll(bank);
                assertThat(sums.now()).isEqualTo(Map.of("a", (long) life, "b", 10L * life));
                assertThat(bank.lag(projection).events()).isZero();
            }
        }
    }

    @Test
    void a_store_that_is_away_is_waited_for_and_the_lag_is_told() {
        try (var bank = run(data)) {
            bank.send(new Deposit("a", 1));
            awaitAll(bank);
            sums.away = true;
            bank.send(new Deposit("a", 2));
            bank.send(new Deposit("a", 3));
            assertThat(bank.await(projection, bank.store().head(), Duration.ofMillis(400))).isFalse();
            assertThat(bank.lag(projection).events()).isEqualTo(2);
            assertThat(bank.lag(projection).time()).isPositive();
            assertThat(bank.progress(projection).toString()).contains("its store is out of reach (").contains("nobody");
            sums.away = false;
            awaitAll(bank);
            assertThat(sums.now()).isEqualTo(Map.of("a", 6L));
        }
    }

    @Test
    void a_store_that_comes_back_without_its_last_writes_shows_less_and_is_filled_again() {
        try (var bank = run(data); sums) {
            var first = bank.send(new Deposit("a", 1));
            awaitAll(bank);
            var older = sums.now();
            var itsCheckpoint = sums.checkpoint();
            bank.send(new Deposit("a", 2));
            awaitAll(bank);
            sums.away = true;
            bank.send(new Deposit("a", 3));
            assertThat(bank.await(projection, bank.store().head(), Duration.ofMillis(400))).isFalse();
            sums.isReplacedBy(older, itsCheckpoint);
            var progress = bank.progress(projection);
            assertThat(progress.await(() -> progress.upTo() == first.position().number(), LONG)).isTrue();
            sums.close();
            awaitAll(bank);
            assertThat(sums.now()).isEqualTo(Map.of("a", 6L));
        }
    }

    @Test
    void an_event_that_it_dislikes_parks_its_key_until_it_is_liked() {
        try (var bank = run(data)) {
            sums.disliked = 13;
            bank.send(new Deposit("a", 13));
            bank.send(new Deposit("b", 1));
            bank.send(new Deposit("a", 1));
            awaitAll(bank);
            assertThat(sums.now()).isEqualTo(Map.of("b", 1L));
        }
        sums.disliked = -1;
        try (var bank = run(data)) {
            awaitAll(bank);
            assertThat(sums.now()).isEqualTo(Map.of("a", 14L, "b", 1L));
        }
    }

    @Test
    void whether_it_shows_what_its_sender_wrote_is_told() {
        sums.disliked = 13;
        try (var bank = run(data)) {
            var parking = bank.send(new Deposit("a", 13));
            var other = bank.send(new Deposit("b", 1));
            var behind = bank.send(new Deposit("a", 1));
            var asked = Reached.START.within(LONG);
            assertThat(bank.visibility(projection, asked.after(other))).isEqualTo(new Visibility.Seen());
            assertThat(bank.visibility(projection, asked.after(behind)))
                    .isInstanceOfSatisfying(Visibility.Blocked.class, blocked ->
                            assertThat(blocked.by().position()).isEqualTo(parking.position().number()));
            assertThat(bank.visibility(projection, asked.after(other).wholePrefix()))
                    .isInstanceOf(Visibility.Blocked.class);
            sums.away = true;
            var late = bank.send(new Deposit("b", 2));
            assertThat(bank.visibility(projection, asked.after(late).within(Duration.ZERO)))
                    .isEqualTo(new Visibility.Pending(3, 4));
        }
    }

    @Test
    void what_has_read_another_log_is_not_touched(@TempDir Path other) {
        try (var bank = run(data)) {
            bank.send(new Deposit("a", 1));
            awaitAll(bank);
        }
        assertThatThrownBy(() -> run(other)).isInstanceOf(PartStopped.class).hasMessageContaining(
                "which this log does not have there: empty it with its checkpoint");
        assertThat(sums.now()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void what_it_reads_cannot_be_annulled() {
        try (var bank = run(data)) {
            var outcome = bank.send(new Deposit("a", 1));
            EventId id;
            try (var reader = bank.store().read(Query.ALL,
                    new Position(bank.store().lineage(), outcome.position().number() - 1),
                    Direction.FORWARDS)) {
                id = reader.next().orElseThrow().id();
            }
            assertThatThrownBy(() -> bank.annul(List.of(id), "ann", "a slip")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("projection 'sums' reads it, and a store of the application's own");
        }
    }
}

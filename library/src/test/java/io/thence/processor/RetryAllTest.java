// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Position;
import io.thence.ThenceException.DiskFull;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.PassingStore;
import io.thence.event.Keying;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.supervise.Supervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is decided of very many dead letters at once costs as much for each as it does for one. */
class RetryAllTest extends SumsFixture {

    private static final int MANY = 6_000;

    private static final Policy AT_ONCE = Policy.DEFAULT.on(IllegalStateException.class, Action.DEAD_LETTER)
            .deadLettersMax(MANY);

    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong said = new AtomicLong();

    /** Counts what is appended of the consumer, and how often all that was said of it is read. */
    private final class Counting extends PassingStore {

        Counting(EventStore store) {
            super(store);
        }

        @Override
        public io.thence.store.Appended append(Append append) {
            appends.incrementAndGet();
            said.addAndGet(append.events().size());
            return super.append(append);
        }

        @Override
        public io.thence.store.EventReader read(Query query, Position after, Direction direction) {
            boolean isBook = query.terms().stream().anyMatch(
                    term -> term.keys().contains(DeadLetterEvent.filed("sums")));
            reads.addAndGet(isBook ? 1 : 0);
            return super.read(query, after, direction);
        }
    }

    private void deposits(int count) {
        var events = new ArrayList<NewEvent>();
        for (int i = 0; i < count; i++) {
            broken.add((long) i);
            events.add(desk.codec().encode(new Deposited("a" + i, i)));
        }
        desk.store().append(Append.of(events, Origin.of("test")));
    }

    private Processor on(EventStore store) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, AT_ONCE, _ -> true,
                this::handle), world, store, new Supervisor(supervision, world, system::add));
    }

    @Test
    void all_of_very_many_are_retried_in_few_appends_and_readings() {
        deposits(MANY);
        var store = new Counting(desk.store());
        try (var processor = on(store)) {
            processor.start();
            assertThat(processor.progress().await(() -> processor.deadLetters().size() == MANY,
                    Duration.ofMinutes(2))).isTrue();
            broken.clear();
            appends.set(0);
            reads.set(0);
            said.set(0);
            var letters = DeadLetters.of(processor, store, desk.codec());
            assertThat(letters.retryAll("anna", "mended")).isEqualTo(MANY);
            assertThat(letters.await(Duration.ofMinutes(2))).isTrue();
            assertThat(processor.deadLetters()).isEmpty();
        }
        assertThat(handled).hasSize(MANY);
        assertThat(said).as("each is retried, and cleared").hasValue(2L * MANY);
        assertThat(appends).hasValueLessThan(MANY / 20);
        assertThat(reads).hasValueLessThan(MANY / 100);
    }

    @Test
    void a_crash_in_between_leaves_the_rest_to_be_retried() {
        int many = 2_500;
        deposits(many);
        try (var processor = on(desk.store())) {
            processor.start();
            awaitLetters(processor, many);
        }
        var left = new AtomicInteger(1);
        var full = PassingStore.before(desk.store(), _ -> {
            if (left.getAndDecrement() == 0) {
                throw new DiskFull("full", new IllegalStateException("full"));
            }
        });
        assertThatThrownBy(() -> DeadLetters.atRest(full, "sums").retryAll("anna", "mended"))
                .isInstanceOf(DiskFull.class);
        var waiting = letters().list().stream().filter(one -> one.status() == DeadLetter.Status.WAITING).count();
        assertThat(letters().list()).hasSize(many);
        assertThat(waiting).isBetween(1L, many - 1L);
        assertThat(letters().retryAll("bert", "mended")).isEqualTo((int) waiting);
        broken.clear();
        try (var processor = on(desk.store())) {
            processor.start();
            awaitLetters(processor, 0);
        }
        assertThat(handled).hasSize(many).doesNotHaveDuplicates();
    }
}

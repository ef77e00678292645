// SPDX-License-Identifier: Apache-2.0
package io.thence.query;

import io.thence.Application;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException.Behind;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.bank.PassingWorld;
import io.thence.view.MemoryQuery;
import io.thence.view.MemoryView;
import io.thence.view.ReadModel;
import io.thence.view.ViewQuery;
import io.thence.world.Machine;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When one who follows an answer asks again, step by step. */
class WatcherTest {

    record SumOf(String account) implements Question<Long> {}

    private static final MemoryProjection<Map<String, Long>> SUMS = times(1);

    private static MemoryProjection<Map<String, Long>> times(long factor) {
        return Projection.<Map<String, Long>>inMemory("sums", TreeMap::new)
                .on(Deposited.class, (sums, e) -> sums.merge(e.account(), factor * e.cents(), Long::sum));
    }

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong work = new AtomicLong();
    private boolean late;
    private final Queries asked = Queries.named("asked").over(SUMS).answer(SumOf.class, (question, from) -> {
        nanos.addAndGet(work.get());
        if (late) {
            throw new Behind("too late");
        }
        return from.read(SUMS, sums -> sums.getOrDefault(question.account(), 0L));
    });
    private final Desk desk = Desk.open(new MemoryDisk());
    private final List<Machine> started = new ArrayList<>();
    private final List<Object> told = new ArrayList<>();
    private MemoryView<Map<String, Long>> serving = view(SUMS);

    @AfterEach
    void close() {
        desk.close();
    }

    /** Its machines are turned by the test. */
    private final class Hand implements PassingWorld {
        @Override
        public World world() {
            return new MovedWorld(nanos);
        }

        @Override
        public boolean await(Signal signal, Duration timeout) {
            throw new AssertionError("a step does not wait");
        }

        @Override
        public Running start(String name, Machine machine) {
            started.add(machine);
            return () -> {};
        }
    }

    /** The model that serves. */
    private final class Served implements Sources {
        @Override
        public ViewQuery query(Projection projection) {
            throw new AssertionError(projection.name());
        }

        @Override
        @SuppressWarnings("unchecked") // there is one projection
        public <M> MemoryQuery<M> query(MemoryProjection<M> projection) {
            return (MemoryQuery<M>) MemoryQuery.of(serving);
        }

        @Override
        public ReadModel readModel(Part projection) {
            return serving;
        }
    }

    private final class Told implements Flow.Subscriber<Long> {
        @Override
        public void onSubscribe(Flow.Subscription own) {
            own.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Long sum) {
            told.add(sum);
        }

        @Override
        public void onError(Throwable why) {
            told.add(why);
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }
    }

    private MemoryView<Map<String, Long>> view(MemoryProjection<Map<String, Long>> projection) {
        return new MemoryView<>(projection, desk.in(new Hand()));
    }

    private Ask<Long> ask() {
        var application = Application.named("bank").with(Bank.EVENTS, SUMS, asked);
        return new QueryPath(application, new Hand(), new Served()).ask(new SumOf("a"));
    }

    private Machine follow(Ask<Long> ask) {
        ask.changes().subscribe(new Told());
        return started.getLast();
    }

    private void deposit(long cents) {
        desk.send(new Deposit("a", cents));
        run(serving);
    }

    private static void run(MemoryView<?> view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    @Test
    void what_is_not_there_yet_is_waited_for() {
        var watcher = follow(ask().upTo(new Position(desk.store().lineage(), 2)));
        assertThat(watcher.step()).isFalse();
        deposit(5);
        assertThat(watcher.step()).isFalse();
        assertThat(told).isEmpty();
        deposit(7);
        watcher.step();
        assertThat(told).containsExactly(12L);
    }

    @Test
    void a_model_that_is_made_is_waited_for() {
        desk.send(new Deposit("a", 5));
        serving = view(SUMS);
        var watcher = follow(ask());
        assertThat(watcher.step()).isFalse();
        assertThat(told).isEmpty();
        run(serving);
        watcher.step();
        assertThat(told).containsExactly(5L);
    }

    /** A key that it reads has begun to be built anew just then, or a query has taken too long. */
    @Test
    void an_answer_that_is_not_there_after_all_is_asked_for_again() {
        var watcher = follow(ask());
        deposit(5);
        late = true;
        assertThat(watcher.step()).isFalse();
        late = false;
        watcher.step();
        assertThat(told).containsExactly(5L);
    }

    /** The other one has moved as often: that it is another is all that there is to see. */
    @Test
    void it_asks_again_when_another_model_answers() {
        var watcher = follow(ask());
        deposit(5);
        watcher.step();
        var before = serving;
        serving = view(times(10));
        run(serving);
        assertThat(serving.progress().changes()).isEqualTo(before.progress().changes());
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        watcher.step();
        assertThat(told).containsExactly(5L, 50L);
        watcher.signal().lower();
        desk.send(new Deposit("a", 1));
        run(before);
        assertThat(watcher.signal().isRaised()).as("that one is nobody any more").isFalse();
        run(serving);
        assertThat(watcher.signal().isRaised()).isTrue();
    }

    private void passAndStep(Machine watcher, Duration time) {
        nanos.addAndGet(time.toNanos());
        watcher.step();
    }

    @Test
    void it_rests_four_times_as_long_as_an_answer_takes_and_five_milliseconds_at_least() {
        work.set(Duration.ofMillis(10).toNanos());
        var watcher = follow(ask());
        deposit(5);
        assertThat(watcher.step()).isTrue();
        deposit(1);
        passAndStep(watcher, Duration.ofMillis(39));
        assertThat(told).containsExactly(5L);
        assertThat(watcher.rest()).isEqualTo(Duration.ofMillis(1));
        work.set(0);
        passAndStep(watcher, Duration.ofMillis(1));
        assertThat(told).containsExactly(5L, 6L);
        deposit(1);
        passAndStep(watcher, Duration.ofMillis(4));
        assertThat(told).containsExactly(5L, 6L);
        passAndStep(watcher, Duration.ofMillis(1));
        assertThat(told).containsExactly(5L, 6L, 7L);
    }
}

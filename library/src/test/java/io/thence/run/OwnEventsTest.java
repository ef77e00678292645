// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thence.Alert;
import io.thence.Application;
import io.thence.KeyValue;
import io.thence.Next;
import io.thence.Part;
import io.thence.Position;
import io.thence.Saga;
import io.thence.Schedule;
import io.thence.alert.AlertEvent;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Latches;
import io.thence.saga.SagaEvent;
import io.thence.schedule.ScheduleEvent;
import io.thence.store.EventStore.Direction;
import io.thence.store.Lag;
import io.thence.store.Query;
import io.thence.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Of what the library says itself a saga, a schedule and an alert handle their own, not what others of a kind do. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class OwnEventsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** How many events have come to an account. */
    record Seen(int events) {}

    private static final Saga<String, Seen> DEPOSITS = Saga.named("deposits").by(Bank.ACCOUNT).from(new Seen(0))
            .startsOn(Deposited.class, (seen, _) -> Next.state(new Seen(seen.events() + 1)))
            .on(Deposited.class, (seen, _) -> Next.state(new Seen(seen.events() + 1)));
    private static final Saga<String, Seen> WITHDRAWALS = Saga.named("withdrawals").by(Bank.ACCOUNT).from(new Seen(0))
            .startsOn(Withdrawn.class, (seen, _) -> Next.state(seen).done());
    private static final Schedule SAVINGS = Schedule.named("savings").sending(Deposit.class);
    private static final Schedule RENTS = Schedule.named("rents").sending(Withdraw.class);
    private static final Alert MANY = Alert.named("many").on(Deposited.class).by(Bank.ACCOUNT)
            .count(Duration.ofHours(1)).atLeast(2);
    private static final Alert SPENDING = Alert.named("spending").on(Withdrawn.class).by(Bank.ACCOUNT)
            .count(Duration.ofHours(1)).atLeast(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Thence bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, DEPOSITS,
            WITHDRAWALS, SAVINGS, RENTS, MANY, SPENDING), Engine.inMemory().telemetry(Telemetry.NONE.meters(registry)));

    /** Everything, and what comes of that. */
    private static void awaitRest(Thence bank, Part... parts) {
        Position head;
        do {
            head = bank.store().head();
            for (var part : parts) {
                assertThat(bank.await(part, head, LONG)).isTrue();
            }
        } while (!bank.store().head().equals(head));
    }

    /** What each part has handled of some types is what is filed under its own key. */
    private void assertOwn(Set<String> types, KeyValue all, int count) {
        var start = new Position(bank.store().lineage(), 0);
        try (var events = bank.store().read(new Query(List.of(new Query.Term(types, List.of(all)))), start,
                Direction.FORWARDS)) {
            assertThat(events.list(100)).as(all.toString()).hasSize(count);
        }
        double handled = registry.find("thence.handled").tag("part", all.value()).counters().stream()
                .filter(counter -> types.contains(counter.getId().getTag("event"))).mapToDouble(Counter::count).sum();
        assertThat(handled).as(all.toString()).isEqualTo(count);
    }

    /** It holds one event of its own; all else is done by another saga. */
    @Test
    void a_saga_is_behind_in_its_own() throws Exception {
        var come = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var held = Saga.named("held").by(Bank.ACCOUNT).from(new Seen(0)).startsOn(Withdrawn.class, (seen, _) -> {
            come.countDown();
            Latches.await(free);
            return Next.state(seen).done();
        });
        var application = Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, DEPOSITS, held);
        try (var bank = Thence.run(application, Engine.inMemory()); AutoCloseable _ = free::countDown) {
            bank.send(new Deposit("a", 1));
            bank.send(new Withdraw("a", 1));
            Latches.await(come);
            for (int i = 0; i < 9; i++) {
                bank.send(new Deposit("b", 1));
            }
            assertThat(bank.progress(DEPOSITS).await(() -> bank.saga(DEPOSITS).of("b")
                    .filter(one -> one.history().size() == 9).isPresent(), LONG)).isTrue();
            assertThat(bank.lag(held).events()).isEqualTo(1);
            free.countDown();
            awaitRest(bank, held);
            assertThat(bank.lag(held).drained(OptionalDouble.empty())).isEqualTo(Lag.NONE);
        }
    }

    @Test
    void each_handles_its_own() {
        try (bank) {
            Stream.of("a", "b", "c").forEach(account -> bank.send(new Deposit(account, 10)));
            Stream.of("a", "a").forEach(account -> bank.send(new Withdraw(account, 1)));
            var past = Instant.parse("2026-01-01T00:00:00Z");
            Stream.of("a", "b").forEach(account -> bank.agenda(SAVINGS).at(past, account, new Deposit(account, 1)));
            bank.agenda(RENTS).at(past, "c", new Withdraw("c", 1));
            assertThat(bank.progress(MANY).await(() -> bank.alerts().open().size() == 4, LONG)).isTrue();
            awaitRest(bank, DEPOSITS, WITHDRAWALS, SAVINGS, RENTS, MANY, SPENDING);
            assertOwn(SagaEvent.TYPES.names(), SagaEvent.all("deposits"), 5);
            assertOwn(SagaEvent.TYPES.names(), SagaEvent.all("withdrawals"), 2);
            assertOwn(Set.of("thence.schedule-reached"), ScheduleEvent.all("savings"), 2);
            assertOwn(Set.of("thence.schedule-reached"), ScheduleEvent.all("rents"), 1);
            assertOwn(AlertEvent.TYPES.names(), AlertEvent.all("many"), 2);
            assertOwn(AlertEvent.TYPES.names(), AlertEvent.all("spending"), 2);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Ask;
import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Next;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Saga;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.PassingStore;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetters;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Ending;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Taken;
import io.thence.saga.SagaInstance.Wait;
import io.thence.saga.Transfers.Cancel;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import io.thence.store.Append;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Somebody ends what the steps of a saga do not end: undone, or as it is. */
class SagaTellingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** What it takes it can give back into a box only. */
    private static final Ask<Transfer, Withdraw> TAKE = Ask.of("take", Withdraw.class)
            .undo(Deposit.class, (_, c) -> new Deposit("box", c.cents()));

    /** It takes, waits for an hour, and knows of no cancellation: it fails on one. */
    private static final Saga<String, Transfer> SAGA = Saga.named("holding").by(Transfers.TRANSFER)
            .from(Transfer.NONE).policy(Policy.DEFAULT.attempts(1))
            .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e))
                    .ask(TAKE, new Withdraw(e.from(), e.cents())).wake("late", Duration.ofHours(1)))
            .on(TAKE, Happening.Withdrawn.class, (t, _) -> Next.state(t))
            .onRefused(TAKE, (t, _) -> Next.state(t))
            .on(Happening.Cancelled.class, (_, _) -> {
                throw new IllegalStateException("unforeseen");
            })
            .onWake("late", t -> Next.state(t).done());
    private static final Application BANK = Application.named("bank").with(Transfers.EVENTS, Transfers.OPENING,
            Transfers.WITHDRAWING, Transfers.DEPOSITING, Transfers.REQUESTING, Transfers.CANCELLING, SAGA);

    @TempDir
    private Path data;

    private Thence begun() {
        var bank = Thence.run(BANK, Engine.at(data));
        bank.send(new Open("ann", 100));
        bank.send(new Request("t", "ann", "bob", 30), Send.as("t"));
        await(bank);
        return bank;
    }

    /** Until what it asks first is heard of. */
    private static void await(Thence bank) {
        assertThat(bank.progress(SAGA).await(() -> bank.saga(SAGA).of("t")
                .filter(one -> one.history().size() > 1).isPresent(), LONG)).isTrue();
    }

    private static SagaInstance<Transfer> instance(Thence bank) {
        return bank.saga(SAGA).of("t").orElseThrow();
    }

    private static List<Input> inputs(Thence bank) {
        return instance(bank).history().stream().map(Taken::input).toList();
    }

    private static SagaInstance<Transfer> ended(Thence bank) {
        assertThat(bank.saga(SAGA).await("t", LONG)).isTrue();
        return instance(bank);
    }

    @Test
    void one_that_goes_on_undoes_what_it_did_and_wants_no_wakes() {
        try (var bank = begun()) {
            bank.send(new Open("box", 0));
            assertThat(instance(bank).waitsFor()).hasSize(1).first().isInstanceOf(Wait.Wake.class);
            bank.saga(SAGA).compensate("t", "carl", "the bank is gone");
            assertThat(ended(bank).status()).isEqualTo(Status.COMPENSATED);
            assertThat(instance(bank).waitsFor()).isEmpty();
            assertThat(inputs(bank)).containsExactly(new Input.Happened("t/0", "transfer.requested"),
                    new Input.Accepted("take", 1, 0, 1), new Input.Told(Ending.COMPENSATE, "carl", "the bank is gone"),
                    new Input.Undone("take", 1, 0));
            assertThat(List.of(bank.read(Transfers.BALANCE, "ann"), bank.read(Transfers.BALANCE, "box")))
                    .containsExactly(70L, 30L);
            assertThat(stored(bank)).containsExactly("{\"saga\":\"holding\",\"key\":\"transfer\",\"instance\":\"t\","
                    + "\"end\":\"COMPENSATE\",\"by\":\"carl\",\"why\":\"the bank is gone\"}");
            assertThat(Histories.of(BANK, bank.store()).compare(SAGA).isSame()).isTrue();
        }
    }

    private static List<String> stored(Thence bank) {
        try (var events = bank.store().read(Query.types(Set.of("thence.saga-told")),
                new Position(bank.store().lineage(), 0), Direction.FORWARDS)) {
            return events.list(9).stream().map(event -> new String(event.data(), StandardCharsets.UTF_8)).toList();
        }
    }

    @Test
    void one_ends_as_it_is() {
        try (var bank = begun()) {
            bank.saga(SAGA).end("t", "carl", "paid by hand");
            assertThat(ended(bank).status()).isEqualTo(Status.DONE);
            assertThat(instance(bank).waitsFor()).isEmpty();
            assertThat(bank.read(Transfers.BALANCE, "ann")).isEqualTo(70L);
            assertThat(inputs(bank)).last().isEqualTo(new Input.Told(Ending.END, "carl", "paid by hand"));
        }
    }

    @Test
    void what_has_nothing_to_undo_is_undone_at_once() {
        try (var bank = Thence.run(BANK, Engine.inMemory())) {
            bank.send(new Request("t", "nobody", "bob", 30));
            await(bank);
            bank.saga(SAGA).compensate("t", "carl", "nobody pays");
            assertThat(ended(bank).status()).isEqualTo(Status.COMPENSATED);
            assertThat(inputs(bank)).hasSize(3);
        }
    }

    @Test
    void what_is_refused_to_be_undone_and_discarded_is_tried_again_or_ended() {
        try (var bank = begun()) {
            var sagas = bank.saga(SAGA);
            sagas.compensate("t", "carl", "no use");
            awaitLetters(bank, 1);
            bank.deadLetters(SAGA).discard(bank.deadLetters(SAGA).list().getFirst().key(), "carl", "by hand");
            awaitLetters(bank, 0);
            assertThat(instance(bank).status()).isEqualTo(Status.COMPENSATING);
            sagas.compensate("t", "carl", "again");
            awaitLetters(bank, 1);
            bank.send(new Open("box", 0));
            sagas.compensate("t", "carl", "there is a box");
            assertThat(ended(bank).status()).isEqualTo(Status.COMPENSATED);
            assertThat(bank.read(Transfers.BALANCE, "box")).isEqualTo(30L);
            awaitLetters(bank, 0);
        }
        try (var bank = Thence.run(BANK, Engine.inMemory())) {
            bank.send(new Open("ann", 100));
            bank.send(new Request("t", "ann", "bob", 30));
            await(bank);
            bank.saga(SAGA).compensate("t", "carl", "no use");
            awaitLetters(bank, 1);
            bank.saga(SAGA).end("t", "carl", "given back by hand");
            assertThat(ended(bank).status()).isEqualTo(Status.DONE);
            assertThat(bank.saga(SAGA).unfinished(9)).isEmpty();
        }
    }

    private static void awaitLetters(Thence bank, int count) {
        assertThat(bank.progress(SAGA).await(() -> bank.deadLetters(SAGA).list().size() == count, LONG)).isTrue();
    }

    @Test
    void what_it_waits_for_to_be_mended_is_passed_over() {
        try (var bank = begun()) {
            bank.send(new Open("box", 0));
            bank.send(new Cancel("t"));
            awaitLetters(bank, 1);
            bank.saga(SAGA).compensate("t", "carl", "cancelled");
            assertThat(ended(bank).status()).isEqualTo(Status.COMPENSATED);
            awaitLetters(bank, 0);
        }
    }

    /** The letter of what came before is over in the moment in which it is to be passed over: another waits there. */
    @Test
    void what_comes_of_what_is_told_is_not_passed_over() {
        try (var log = LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL)) {
            var moved = new Moved("holding", "transfer", "t", 1, new Input.Happened("a", "type"), "{}", List.of(),
                    List.of(), Status.RUNNING);
            add(log, moved.stored(1), letter(1));
            var looks = new AtomicInteger();
            var store = new PassingStore(log) {
                @Override
                public EventReader read(Query query, Position from, Direction direction) {
                    if (query.equals(Query.keys(DeadLetterEvent.filed("holding"))) && looks.incrementAndGet() == 2) {
                        add(log, new DeadLetterEvent.Cleared("holding", KEY, 1).stored(), letter(3));
                    }
                    return super.read(query, from, direction);
                }
            };
            SagaTelling.atRest(store, "holding").end("t", "carl", "by hand");
            assertThat(DeadLetters.all(log, "holding")).singleElement().satisfies(letter -> {
                assertThat(letter.position()).isEqualTo(3);
                assertThat(letter.status()).isEqualTo(DeadLetter.Status.WAITING);
            });
            add(log, letter(3));
            SagaTelling.atRest(log, "holding").end("t", "carl", "again");
            assertThat(DeadLetters.all(log, "holding")).extracting(DeadLetter::status)
                    .containsExactly(DeadLetter.Status.RETRYING);
        }
    }

    private static final KeyValue KEY = Transfers.TRANSFER.value("t");

    private static void add(EventStore store, NewEvent... events) {
        store.append(Append.of(List.of(events), Origin.of("test")));
    }

    private static NewEvent letter(long position) {
        return new DeadLetterEvent.DeadLettered("holding", KEY, position, "event", "type", 1, "Failure", "", "",
                Optional.empty()).stored();
    }

    @Test
    void what_is_told_at_rest_is_heard_at_the_next_start() {
        try (var bank = begun()) {
            bank.send(new Open("box", 0));
        }
        AtRest.saga(Engine.at(data), "holding", told -> told.compensate("t", "carl", "at rest"));
        assertThatThrownBy(() -> AtRest.saga(Engine.at(data), "holding", told -> told.end("u", "carl", "none")))
                .isInstanceOf(BadRequest.class).hasMessageContaining("no instance of saga 'holding' has begun for 'u'");
        try (var bank = Thence.run(BANK, Engine.at(data))) {
            assertThat(ended(bank).status()).isEqualTo(Status.COMPENSATED);
            assertThat(bank.read(Transfers.BALANCE, "box")).isEqualTo(30L);
            assertThat(bank.read(Transfers.BALANCE, "ann")).isEqualTo(70L);
        }
    }

    @Test
    void what_has_ended_or_never_begun_is_not_told_anything() {
        try (var bank = begun()) {
            bank.saga(SAGA).end("t", "carl", "done");
            ended(bank);
            assertThatThrownBy(() -> bank.saga(SAGA).compensate("t", "carl", "no")).isInstanceOf(BadRequest.class)
                    .hasMessage("t of saga 'holding' has come to its end already, it is DONE");
            assertThatThrownBy(() -> bank.saga(SAGA).end("u", "carl", "no")).isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> bank.saga(SAGA).end("t", "", "no")).isInstanceOf(BadRequest.class);
        }
    }
}

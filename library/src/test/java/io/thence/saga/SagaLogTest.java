// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Next;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.command.ConsumerCommands;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaLog.Said;
import io.thence.saga.SagaLog.Step;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Stage;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.world.MemoryDisk;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A step is taken once, on how its instance stands, and is part of the business that the instance began with. */
class SagaLogTest {

    private static final Transfer TAKING = Transfer.NONE.at(Stage.TAKING);

    private final Desk desk = Desk.on(Transfers.APP,
            LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL), 1 << 20);

    @AfterEach
    void close() {
        desk.close();
    }

    private SagaLog<Transfer> log() {
        return new SagaLog<>(new SagaPlan<>(Transfers.SAGA), desk.in(desk.world()));
    }

    private static Step step(String id) {
        return new Step(new CommandId(id), "t", Origin.of("transfer").correlatedBy("of " + id).causedBy("by " + id));
    }

    private static Said<Transfer> said(String id, Next<Transfer> next) {
        return new Said<>(new Input.Happened(id, "type"), next);
    }

    private static void take(SagaLog<Transfer> log, String id) {
        log.take(step(id), _ -> Optional.of(said(id, Next.state(TAKING))));
    }

    @Test
    void a_step_that_was_taken_is_not_taken_again_whatever_the_code_says_now() {
        take(log(), "a");
        take(log(), "b");
        take(log(), "a");
        log().take(step("a"), _ -> {
            throw new IllegalStateException("on another state");
        });
        assertThat(desk.head()).isEqualTo(2);
        assertThatThrownBy(() -> log().take(step("c"), _ -> {
            throw new IllegalStateException("on this state");
        })).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_step_is_taken_on_how_the_instance_stands_whoever_took_the_last_one() {
        var one = log();
        var other = log();
        take(one, "a");
        take(other, "b");
        var numbers = new ArrayList<Long>();
        one.take(step("c"), standing -> {
            numbers.add(standing.number());
            return Optional.of(said("c", Next.state(TAKING)));
        });
        assertThat(numbers).as("what it knew, and what is").containsExactly(1L, 2L);
        assertThat(one.standing("t").number()).isEqualTo(3);
        assertThat(log().standing("t")).isEqualTo(one.standing("t"));
    }

    @Test
    void all_steps_are_part_of_the_business_that_began() {
        var log = log();
        take(log, "a");
        take(log, "b");
        var second = desk.store().at(2).orElseThrow();
        assertThat(second.origin()).isEqualTo(Origin.of("transfer").correlatedBy("of a").causedBy("by b"));
        assertThat(second.keys()).containsExactly(SagaEvent.stream("transfer", "t"), Transfers.TRANSFER.value("t"),
                SagaEvent.all("transfer"));
    }

    /** Who waits has read it before the first step, and goes on after that was taken and let go of. */
    @Test
    void who_waits_for_an_instance_keeps_nothing_that_its_lane_would_see() {
        var logs = new ArrayList<SagaLog<Transfer>>();
        var isTaken = new AtomicBoolean();
        var store = new PassingStore(desk.store()) {
            @Override
            public long revision(KeyValue key, Position upTo) {
                long revision = super.revision(key, upTo);
                if (!isTaken.getAndSet(true)) {
                    take(logs.getFirst(), "a");
                    take(logs.getFirst(), "a"); // what was taken before is looked up anew
                }
                return revision;
            }
        };
        var ports = new Ports(desk.world(), store, desk.codec());
        logs.add(new SagaLog<>(new SagaPlan<>(Transfers.SAGA), ports));
        var waiting = new SagaInstances<>(Transfers.SAGA, logs.getFirst(), ports,
                new Progress("test", desk.world(), new Signal()));
        assertThat(waiting.await("t", Duration.ZERO)).isFalse();
        assertThat(desk.head()).isEqualTo(1);
        assertThat(logs.getFirst().standing("t").number()).isEqualTo(1);
    }

    @Test
    void a_step_with_nothing_to_undo_ends_at_once() {
        var log = log();
        take(log, "a");
        log.take(step("b"), _ -> Optional.of(said("b", Next.state(TAKING).compensate())));
        assertThat(log.standing("t").status()).isEqualTo(Status.COMPENSATED);
    }

    @Test
    void a_step_that_was_taken_and_is_gone_is_told() {
        var log = log();
        var next = Next.state(TAKING).ask(Transfers.TAKE, new Withdraw("ann", 5));
        log.take(step("a"), _ -> Optional.of(said("a", next)));
        log.take(step("b"), _ -> Optional.of(said("b", Next.state(TAKING).compensate())));
        var taken = new Command(new SagaIds("transfer").onAnswer("t", 1, 0), ContentHash.sha256());
        desk.store().append(Append.of(List.of(), Origin.of("test")).of(taken));
        var handler = new SagaHandler<>(new SagaPlan<>(Transfers.SAGA), log, desk.in(desk.world()),
                new ConsumerCommands(desk.commands(), desk.codec()));
        var compensating = desk.store().at(2).orElseThrow();
        assertThatThrownBy(() -> handler.handle(compensating)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("a step of t was taken and is not in the log any more");
    }

    @Test
    void what_cannot_be_undone_any_more_is_kept_no_longer_and_the_rest_has_a_limit() {
        var log = log();
        var next = Next.state(TAKING).ask(Transfers.TAKE, new Withdraw("ann", 5))
                .ask(Transfers.GIVE, new Deposit("bob", 5));
        log.take(step("a"), _ -> Optional.of(said("a", next)));
        log.take(step("b"), _ -> Optional.of(new Said<>(new Input.Accepted("take", 1, 0, 1), Next.state(TAKING))));
        log.take(step("c"), _ -> Optional.of(new Said<>(new Input.Accepted("give", 1, 1, 1), Next.state(TAKING))));
        assertThat(log.standing("t").asked()).extracting(Standing.Asked::sent).extracting(Sent::ask)
                .containsExactly("take");
        assertThat(log.standing("t").isOpen(1, 0)).isFalse();
        var all = new Next<>(TAKING, Collections.nCopies(10_000, next.asks().getFirst()), List.of(), List.of(),
                Next.End.GOES_ON);
        assertThatThrownBy(() -> log.take(step("d"), _ -> Optional.of(said("d", all)))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("t of saga 'transfer' would have 10001 commands");
    }

    @Test
    void one_whose_first_steps_are_gone_says_that_it_cannot_be_undone() {
        var moved = new SagaEvent.Moved("transfer", "transfer", "t", 7, new Input.Happened("a", "type"),
                new SagaPlan<>(Transfers.SAGA).text(TAKING), List.of(), List.of(), Status.RUNNING);
        desk.store().append(Append.of(List.of(moved.stored(1)), Origin.of("test")));
        var log = log();
        log.take(step("b"), _ -> Optional.of(said("b", Next.state(TAKING).compensate())));
        assertThat(log.standing("t").status()).isEqualTo(Status.COMPENSATING);
        var handler = new SagaHandler<>(new SagaPlan<>(Transfers.SAGA), log, desk.in(desk.world()),
                new ConsumerCommands(desk.commands(), desk.codec()));
        var compensating = desk.store().at(2).orElseThrow();
        assertThatThrownBy(() -> handler.handle(compensating)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("a step of t was taken and is not in the log any more");
    }

    @Test
    void who_has_read_how_an_instance_stands_is_not_heard_after_who_took_a_step() {
        var standings = new Standings(2_000);
        var lineage = desk.store().lineage();
        var later = new Standings.Known(Standing.GONE, new Position(lineage, 9), Optional.empty(), Optional.empty());
        standings.put("t", later);
        standings.put("t", new Standings.Known(Standing.NONE, new Position(lineage, 8), Optional.empty(),
                Optional.empty()));
        assertThat(standings.of("t")).hasValue(later);
        for (int i = 0; i < 7; i++) {
            standings.put("x" + i, later);
        }
        assertThat(standings.of("t")).as("there is room for seven").isEmpty();
        assertThat(standings.of("x0")).hasValue(later);
        standings.forget("x0");
        standings.put("y", later);
        assertThat(standings.of("x1")).hasValue(later);
    }

    @Test
    void what_is_asked_is_stored_as_it_is_and_waited_for() {
        var log = log();
        var next = Next.state(TAKING).ask(Transfers.TAKE, new Withdraw("ann", 5));
        log.take(step("a"), _ -> Optional.of(said("a", next)));
        log.take(step("b"), _ -> Optional.of(said("b", Next.state(TAKING).compensate())));
        assertThat(log.standing("t").status()).isEqualTo(Status.COMPENSATING);
        assertThat(log.standing("t").asked()).containsExactly(new Standing.Asked(1, 0,
                new Sent("take", "Withdraw", "{\"account\":\"ann\",\"cents\":5}", Optional.empty()), false));
        log.take(step("c"), _ -> Optional.of(new Said<>(new Input.Withdrawn("take", 1, 0), Next.state(TAKING))));
        assertThat(log.standing("t").status()).isEqualTo(Status.COMPENSATED);
        assertThat(List.of(log.standing("t").asked(), log.standing("t").wakes())).containsOnly(List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Migration;
import io.thence.Next;
import io.thence.Saga;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.Transfers.Close;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Stage;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.saga.Transfers.GIVE;
import static io.thence.saga.Transfers.TAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What instances did is run through other code: what it does otherwise is listed, each thing where it begins. */
class HistoriesTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Thence bank = Thence.run(Transfers.APP, Engine.inMemory());

    @BeforeEach
    void live() {
        bank.send(new Open("ann", 100));
        bank.send(new Open("bob", 0));
        for (int i = 1; i < 4; i++) {
            bank.send(new Request("t" + i, "ann", "bob", 20L * i));
            assertThat(bank.saga(Transfers.SAGA).await("t" + i, LONG)).isTrue();
        }
        bank.send(new Close("bob"));
        bank.send(new Request("t4", "ann", "bob", 10));
        assertThat(bank.saga(Transfers.SAGA).await("t4", LONG)).isTrue();
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private HistoryReport compare(Saga<String, ?> saga) {
        var application = Application.named("bank").with(Transfers.EVENTS, saga);
        return Histories.of(application, bank.store()).compare(saga);
    }

    /** The saga of the others, with other code for what is asked first, and for what comes then. */
    private static Saga<String, Transfer> saga(Duration late, Saga.Step<Transfer, Happening.Withdrawn> taken) {
        return Saga.named("transfer").by(Transfers.TRANSFER).from(Transfer.NONE)
                .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e))
                        .ask(TAKE, new Withdraw(e.from(), e.cents())).wake("late", late))
                .on(TAKE, Happening.Withdrawn.class, taken)
                .onRefused(TAKE, (t, refusal) -> Next.state(t.failed(refusal.reason())).done())
                .on(GIVE, Happening.Deposited.class, (t, _) -> Next.state(t.at(Stage.DONE)).done())
                .onRefused(GIVE, (t, refusal) -> Next.state(t.failed(refusal.reason())).compensate())
                .onWake("late", t -> Next.state(t.failed("late")).compensate());
    }

    private static Next<Transfer> give(Transfer t) {
        return Next.state(t.at(Stage.GIVING)).ask(GIVE, new Deposit(t.to(), t.cents()));
    }

    @Test
    void the_same_code_does_the_same() {
        var report = compare(Transfers.SAGA);
        assertThat(report).hasToString("0 differences in 11 steps of 4 instances");
        assertThat(report.isSame()).isTrue();
        assertThat(compare(saga(Transfers.LATE, (t, _) -> give(t))).isSame()).isTrue();
    }

    @Test
    void what_is_done_otherwise_is_told_where_it_is() {
        var report = compare(saga(Duration.ofHours(1), (t, _) -> t.cents() < 30 ? give(t)
                : Next.state(t.at(Stage.GIVING)).ask(GIVE, new Deposit(t.to(), t.cents() - 1))));
        assertThat(report.isSame()).isFalse();
        assertThat(report.differences()).extracting(HistoryDifference::instance, HistoryDifference::step,
                HistoryDifference::what).containsExactly(tuple("t1", 1L, "what it wants to be woken for"),
                tuple("t2", 1L, "what it wants to be woken for"), tuple("t2", 2L, "what is asked"),
                tuple("t3", 1L, "what it wants to be woken for"), tuple("t4", 1L, "what it wants to be woken for"));
        assertThat(report.differences().get(2)).hasToString("transfer t2, step 2 at position "
                + report.differences().get(2).position() + " (" + new Input.Accepted("take", 1, 0, 1)
                + "): what is asked was give {\"account\":\"bob\",\"cents\":40}, and is now give"
                + " {\"account\":\"bob\",\"cents\":39}");
    }

    @Test
    void code_that_fails_ends_or_does_nothing_is_told() {
        var failing = compare(saga(Transfers.LATE, (t, _) -> {
            throw new IllegalStateException("no " + t.cents());
        }));
        assertThat(failing.found()).isEqualTo(3);
        assertThat(failing.differences().getFirst().now())
                .isEqualTo("a failure: java.lang.IllegalStateException: no 20");
        var ending = compare(saga(Transfers.LATE, (t, _) -> Next.state(t.at(Stage.GIVING)).done()));
        assertThat(ending.differences()).extracting(HistoryDifference::what)
                .containsOnly("what is asked", "the end");
        var other = Saga.named("transfer").by(Transfers.TRANSFER).from(Transfer.NONE)
                .startsOn(Happening.Cancelled.class, (t, _) -> Next.state(t).done());
        assertThat(compare(other).differences()).extracting(HistoryDifference::now).contains("nothing");
    }

    @Test
    void what_older_code_stored_is_brought_up_to_date_first() {
        var renamed = saga(Transfers.LATE, (t, _) -> give(t)).migrating(Migration.NONE.state(json ->
                ((ObjectNode) json).put("reason", json.get("reason").asString())));
        assertThat(compare(renamed).isSame()).isTrue();
        var spoilt = saga(Transfers.LATE, (t, _) -> give(t)).migrating(Migration.NONE.state(json ->
                ((ObjectNode) json).put("reason", "spoilt")));
        assertThat(compare(spoilt).differences()).extracting(HistoryDifference::what).contains("the state");
    }

    @Test
    void limits_and_progress_are_told() {
        var told = new ArrayList<Long>();
        bank.send(new Request("held", "ann", "none", 1));
        var application = Application.named("bank").with(Transfers.EVENTS, Transfers.SAGA);
        var report = Histories.of(application, bank.store()).together(0).watched(told::add).compare(Transfers.SAGA);
        assertThat(report.leftOut()).isGreaterThanOrEqualTo(4);
        assertThat(report.toString()).contains(" instances were left out: more go on at one time than");
        assertThat(report.isSame()).isFalse();
        assertThat(told).hasSize(1).allMatch(steps -> steps >= 12);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Migration;
import io.thence.Next;
import io.thence.Origin;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Saga;
import io.thence.Send;
import io.thence.Start;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.Transfers.Cancel;
import io.thence.saga.Transfers.Close;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Stage;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

    private static final Application BANK = Application.named("bank").with(Transfers.EVENTS, Transfers.OPENING,
            Transfers.CLOSING, Transfers.WITHDRAWING, Transfers.DEPOSITING, Transfers.REQUESTING, Transfers.CANCELLING);
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

    /** Runs {@code parts} on {@code disk}, which is closed then: all that was handled is written down. */
    private static void live(MemoryDisk disk, Consumer<Thence> life, Part... parts) {
        try (var bank = Thence.run(BANK.with(parts), new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20))) {
            life.accept(bank);
        }
    }

    private static HistoryReport compare(MemoryDisk disk, Saga<String, ?> saga) {
        var report = new HistoryReport[1];
        live(disk, bank -> report[0] =
                Histories.of(Application.named("bank").with(Transfers.EVENTS, saga), bank.store()).compare(saga));
        return report[0];
    }

    private static void await(Thence bank, Saga<String, Transfer> saga, String transfer, int steps) {
        assertThat(bank.progress(saga).await(() -> bank.saga(saga).of(transfer)
                .filter(one -> one.history().size() == steps).isPresent(), LONG)).isTrue();
        assertThat(bank.await(saga, bank.store().head(), LONG)).isTrue();
    }

    private static Saga.Step<Transfer, Happening.Cancelled> undoing() {
        return (t, _) -> Next.state(t.failed("cancelled")).compensate();
    }

    @Test
    void events_on_which_nothing_was_done_are_run_through_the_code() {
        var disk = new MemoryDisk();
        var holding = saga(Transfers.LATE, (t, _) -> Next.state(t.at(Stage.GIVING)));
        live(disk, bank -> {
            bank.send(new Open("ann", 100));
            bank.send(new Request("t", "ann", "bob", 10), Send.as("t"));
            await(bank, holding, "t", 2);
            bank.send(new Request("v", "nobody", "bob", 10), Send.as("v"));
            await(bank, holding, "v", 2);
            List.of("t", "u", "v").forEach(transfer -> bank.send(new Cancel(transfer), Send.as("c-" + transfer)));
            bank.send(new Request("w", "nobody", "bob", 10)); // what comes after all that was handled is to come yet
            await(bank, holding, "w", 2);
            bank.send(new Cancel("t"), Send.as("later"));
        }, holding);
        assertThat(compare(disk, holding)).hasToString("0 differences in 6 steps of 3 instances");
        var undoing = compare(disk, holding.on(Happening.Cancelled.class, undoing()));
        assertThat(undoing).asString().startsWith("1 difference in 6 steps of 3 instances, and in 3 events on which"
                + " none was taken\n  - transfer t, step 3 at position ");
        assertThat(undoing.isSame()).isFalse();
        assertThat(undoing.differences()).singleElement().satisfies(one -> {
            assertThat(one.input()).isEqualTo(new Input.Happened("c-t/0", "transfer.cancelled"));
            assertThat(one.toString()).endsWith("the step was none, and is now to {\"stage\":\"FAILED\","
                    + "\"from\":\"ann\",\"to\":\"bob\",\"cents\":10,\"reason\":\"cancelled\"},"
                    + " undoing what was accepted");
        });
        var beginning = compare(disk, holding.startsOn(Happening.Cancelled.class, (t, _) -> Next.state(t).done()));
        assertThat(beginning.differences()).singleElement().satisfies(one -> {
            assertThat(one.instance()).isEqualTo("u");
            assertThat(one.now()).startsWith("the first, to ").endsWith(", which is the last");
        });
        assertThat(compare(disk, holding.on(Happening.Cancelled.class, (t, _) -> Next.state(t))).isSame())
                .as("nothing comes of it").isTrue();
    }

    @Test
    void an_instance_is_taken_as_it_was_when_an_event_came_to_it() {
        var disk = new MemoryDisk();
        var same = saga(Transfers.LATE, (t, _) -> give(t));
        live(disk, bank -> {
            bank.send(new Open("ann", 100));
            bank.send(new Open("bob", 0));
            bank.send(new Request("t", "ann", "bob", 10), Send.as("t"));
            bank.send(new Cancel("t"), Send.as("c"));
        });
        live(disk, bank -> await(bank, same, "t", 3), same);
        assertThat(compare(disk, same.on(Happening.Cancelled.class, (t, _) -> Next.state(t.failed("at " + t.stage())))))
                .satisfies(report -> assertThat(report.differences()).singleElement().satisfies(one -> {
                    assertThat(one.step()).isEqualTo(2);
                    assertThat(one.now()).contains("at TAKING");
                }));
    }

    @Test
    void what_came_before_a_saga_that_begins_later_is_no_difference() {
        var disk = new MemoryDisk();
        live(disk, bank -> bank.send(new Cancel("early")));
        var same = saga(Transfers.LATE, (t, _) -> give(t)).startingAt(Start.END);
        live(disk, bank -> {
            bank.send(new Request("t", "nobody", "bob", 10));
            await(bank, same, "t", 2);
            bank.send(new Cancel("late"));
            bank.send(new Request("u", "nobody", "bob", 10));
            await(bank, same, "u", 2);
        }, same);
        var beginning = same.startsOn(Happening.Cancelled.class, (t, _) -> Next.state(t).done());
        assertThat(compare(disk, beginning).differences()).extracting(HistoryDifference::instance)
                .containsExactly("late");
    }

    @Test
    void what_was_not_handled_is_no_difference() {
        var disk = new MemoryDisk();
        var failing = saga(Transfers.LATE, (t, _) -> Next.state(t)).policy(Policy.DEFAULT.attempts(1))
                .on(Happening.Cancelled.class, (_, _) -> {
                    throw new IllegalStateException("no");
                });
        live(disk, bank -> { // the saga does not run yet
            bank.send(new Request("ahead", "nobody", "bob", 10), Send.as("ahead"));
            bank.send(new Cancel("ahead"), Send.as("c-ahead"));
            bank.annul(List.of(new EventId("c-ahead/0")), "carl", "by mistake");
        });
        live(disk, bank -> {
            bank.send(new Open("ann", 100));
            for (var transfer : List.of("waiting", "discarded", "annulled")) {
                bank.send(new Request(transfer, "ann", "bob", 10), Send.as(transfer));
                await(bank, failing, transfer, 2);
                bank.send(new Cancel(transfer), Send.as("c-" + transfer));
            }
            var letters = bank.deadLetters(failing);
            assertThat(bank.progress(failing).await(() -> letters.list().size() == 3, LONG)).isTrue();
            letters.discard(Transfers.TRANSFER.value("discarded"), "carl", "no");
            bank.annul(List.of(new EventId("c-annulled/0")), "carl", "by mistake");
            assertThat(bank.progress(failing).await(() -> letters.list().size() == 1, LONG)).isTrue();
        }, failing);
        live(disk, bank -> bank.send(new Cancel("waiting")));
        var undoing = saga(Transfers.LATE, (t, _) -> Next.state(t)).on(Happening.Cancelled.class, undoing());
        assertThat(compare(disk, undoing).isSame()).isTrue();
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

    private static NewEvent event(String type, String json, KeyValue... keys) {
        return NewEvent.of(type, 1, List.of(keys), json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_step_that_cannot_be_read_is_a_difference_and_the_others_are_compared() {
        var spoilt = event(SagaEvent.MOVED_NAME, "{}", SagaEvent.stream("transfer", "spoilt"),
                Transfers.TRANSFER.value("spoilt"), SagaEvent.all("transfer"));
        bank.store().append(Append.of(List.of(spoilt), Origin.of("test")));
        var saga = saga(Transfers.LATE, (t, _) -> give(t)).migrating(Migration.NONE.state(json -> {
            if (json.get("cents").asLong() == 40 && !json.get("stage").asString().equals("TAKING")) {
                throw new IllegalStateException("no idea");
            }
            return json;
        }));
        var report = Histories.of(Application.named("bank").with(Transfers.EVENTS, saga), bank.store()).together(1)
                .compare(saga);
        assertThat(report.differences()).extracting(HistoryDifference::instance, HistoryDifference::step,
                HistoryDifference::what).containsExactly(tuple("t2", 2L, "the step"), tuple("t2", 3L, "the step"),
                tuple("spoilt", 0L, "the step"));
        assertThat(report.differences().getFirst().toString()).contains(": the step was to {\"stage\":\"GIVING\"",
                "and is now a failure: ", "cannot be brought from version 1 to 2", "no idea");
        assertThat(report.differences().getLast().now()).startsWith("a failure: ");
        assertThat(report).asString().as("t2 has ended").startsWith("3 differences in 12 steps of 4 instances\n");
    }

    @Test
    void an_event_that_cannot_be_read_is_a_difference_unless_it_is_annulled_or_to_come_yet() {
        var disk = new MemoryDisk();
        var holding = saga(Transfers.LATE, (t, _) -> Next.state(t.at(Stage.GIVING)));
        live(disk, bank -> {
            for (var transfer : List.of("spoilt", "annulled")) {
                var spoilt = event("transfer.cancelled", "{}", Transfers.TRANSFER.value(transfer));
                bank.store().append(Append.of(List.of(spoilt.identified(new EventId(transfer))), Origin.of("test")));
            }
            bank.annul(List.of(new EventId("annulled")), "carl", "it is spoilt");
            bank.send(new Request("t", "nobody", "bob", 10), Send.as("t"));
            await(bank, holding, "t", 2);
            bank.send(new Cancel("t"), Send.as("c"));
            bank.send(new Request("u", "nobody", "bob", 10));
            await(bank, holding, "u", 2);
        }, holding);
        live(disk, bank -> bank.store().append(Append.of(
                List.of(event("transfer.cancelled", "{}", Transfers.TRANSFER.value("later"))), Origin.of("test"))));
        var report = compare(disk, holding.on(Happening.Cancelled.class, undoing()));
        assertThat(report.differences()).singleElement().satisfies(one -> {
            assertThat(one.instance()).isEqualTo("spoilt");
            assertThat(one.toString()).contains(": the step was none, and is now a failure: ");
        });
        var failing = Migration.NONE.state(_ -> {
            throw new IllegalStateException("no idea");
        });
        var unread = compare(disk, holding.on(Happening.Cancelled.class, undoing()).migrating(failing));
        assertThat(unread.differences()).extracting(HistoryDifference::instance)
                .containsExactly("spoilt", "t", "t", "u", "u");
        assertThat(unread).asString().startsWith("5 differences in 4 steps of 2 instances")
                .as("what t stood like when it was cancelled").contains("; 1 steps could not be made again: what they"
                        + " are about is gone, or cannot be read\n");
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

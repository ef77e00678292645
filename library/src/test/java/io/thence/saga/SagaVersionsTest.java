// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Migration;
import io.thence.Next;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Saga;
import io.thence.Send;
import io.thence.ThenceException.StartRefused;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Wait;
import io.thence.saga.Transfers.Cancel;
import io.thence.saga.Transfers.Deposit;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Transfer;
import io.thence.saga.Transfers.Withdraw;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The code of a saga changes while instances are on their way: they go on by the new code, or it does not start. */
class SagaVersionsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    /** How the first version keeps a transfer in mind: {@link Transfer}; and the second. */
    record Moving(String from, String to, long amount, List<String> notes) {}

    /** What the second version takes by. */
    record Pull(String account, long cents, String why) {}

    private static final Ask<Transfer, Withdraw> TAKE = Ask.of("take", Withdraw.class)
            .undo(Deposit.class, (_, c) -> new Deposit(c.account(), c.cents()));
    private static final Ask<Moving, Pull> PULL = Ask.of("pull", Pull.class)
            .undo(Deposit.class, (_, c) -> new Deposit(c.account(), c.cents()));
    private static final Ask<Moving, Deposit> GIVE = Ask.of("give", Deposit.class);

    /** Of one named stuck the first version cannot decide. */
    private static final Decider<Withdraw, Happening> STUCK = Decider.of(Withdraw.class, Transfers.EVENTS)
            .writing(Happening.Withdrawn.class).reading(Transfers.BALANCE, Withdraw::account)
            .decide((c, cents) -> {
                if (c.account().equals("stuck")) {
                    throw new IllegalStateException("stuck");
                }
                return cents < c.cents() ? refuse("no") : accept(new Happening.Withdrawn(c.account(), c.cents()));
            });
    private static final Decider<Pull, Happening> PULLING = Decider.of(Pull.class, Transfers.EVENTS)
            .writing(Happening.Withdrawn.class).reading(Transfers.BALANCE, Pull::account)
            .decide((c, cents) -> cents < c.cents() ? refuse(c.why())
                    : accept(new Happening.Withdrawn(c.account(), c.cents())));

    /** It takes, and waits. */
    private static final Saga<String, Transfer> FIRST = Saga.named("moving").by(Transfers.TRANSFER)
            .from(Transfer.NONE).policy(Policy.DEFAULT.attempts(1))
            .startsOn(Happening.Requested.class, (_, e) -> Next.state(Transfer.of(e))
                    .ask(TAKE, new Withdraw(e.from(), e.cents())).wake("late", Duration.ofHours(1)))
            .onRefused(TAKE, (t, refusal) -> Next.state(t.failed(refusal.reason())).done())
            .onWake("late", t -> Next.state(t.failed("late")).compensate());

    /** It gives too, when that is late; a cancellation undoes what was taken. */
    private static final Saga<String, Moving> CHANGED = Saga.named("moving").by(Transfers.TRANSFER)
            .from(new Moving("", "", 0, List.of()))
            .startsOn(Happening.Requested.class, (_, e) -> Next
                    .state(new Moving(e.from(), e.to(), e.cents(), List.of()))
                    .ask(PULL, new Pull(e.from(), e.cents(), "new")).wake("give", Duration.ofHours(1)))
            .onRefused(PULL, (t, refusal) -> Next.state(new Moving(t.from(), t.to(), 0, List.of(refusal.reason())))
                    .done())
            .onWake("give", t -> Next.state(t).ask(GIVE, new Deposit(t.to(), t.amount())))
            .on(GIVE, Happening.Deposited.class, (t, _) -> Next.state(t).done())
            .onRefused(GIVE, (t, _) -> Next.state(t).compensate())
            .on(Happening.Cancelled.class, (t, _) -> Next.state(t).compensate());
    private static final Migration RULE = Migration.NONE.state(SagaVersionsTest::moving).ask("take", "pull")
            .command("take", json -> json.put("why", "old")).wake("late", "give");
    private static final Saga<String, Moving> SECOND = CHANGED.migrating(RULE);

    private static JsonNode moving(JsonNode transfer) {
        var json = (ObjectNode) transfer;
        var reason = json.get("reason").asString();
        json.set("amount", json.get("cents"));
        json.remove(List.of("stage", "cents", "reason"));
        json.putArray("notes").addAll(Stream.of(reason).filter(text -> !text.isEmpty())
                .map(json::stringNode).toList());
        return json;
    }

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);

    @TempDir
    private Path data;

    private record ClockWorld(World world, AtomicReference<Instant> clock) implements PassingWorld {
        @Override
        public Instant now() {
            return clock.get();
        }
    }

    private Thence run(Part saga) {
        var application = Application.named("bank").with(Transfers.EVENTS, Transfers.OPENING, STUCK, PULLING,
                Transfers.DEPOSITING, Transfers.REQUESTING, Transfers.CANCELLING, saga);
        return Thence.run(application, new Engine(new ClockWorld(new SystemWorld(), clock), new FileDisk(data),
                LogSettings.SMALL, 1 << 20));
    }

    /** Everything, and what comes of that: a step of a saga is an event that leads to its asks. */
    private static void handled(Thence bank, Part saga) {
        Position head;
        do {
            head = bank.store().head();
            assertThat(bank.await(saga, head, LONG)).isTrue();
        } while (!bank.store().head().equals(head));
    }

    private void begin(String... transfers) {
        try (var bank = run(FIRST)) {
            bank.send(new Open("ann", 100));
            bank.send(new Open("stuck", 100));
            bank.send(new Open("bob", 0));
            for (var transfer : transfers) {
                bank.send(new Request(transfer, transfer.startsWith("stuck") ? "stuck" : "ann", "bob", 10));
            }
            handled(bank, FIRST);
        }
    }

    private static List<Long> balances(Thence bank) {
        return Stream.of("ann", "stuck", "bob").map(account -> bank.read(Transfers.BALANCE, account)).toList();
    }

    @Test
    void instances_that_began_before_go_on_by_the_new_code() {
        begin("given", "cancelled", "stuck");
        try (var bank = run(SECOND)) {
            var given = bank.saga(SECOND).of("given").orElseThrow();
            assertThat(given.state()).isEqualTo(new Moving("ann", "bob", 10, List.of()));
            assertThat(given.waitsFor()).containsExactly(new Wait.Wake("give", START.plus(Duration.ofHours(1))));
            bank.send(new Cancel("cancelled"));
            assertThat(bank.saga(SECOND).await("cancelled", LONG)).isTrue();
            assertThat(balances(bank)).containsExactly(90L, 100L, 0L);
            bank.deadLetters(SECOND).retryAll("carl", "it is decided otherwise now");
            assertThat(bank.deadLetters(SECOND).await(LONG)).isTrue();
            assertThat(balances(bank)).containsExactly(90L, 90L, 0L);
            clock.set(START.plus(Duration.ofHours(2)));
            bank.send(new Request("new", "ann", "bob", 1));
            assertThat(bank.saga(SECOND).await("given", LONG) && bank.saga(SECOND).await("stuck", LONG)).isTrue();
            assertThat(balances(bank)).containsExactly(89L, 90L, 20L);
            assertThat(bank.saga(SECOND).of("cancelled").orElseThrow().status()).isEqualTo(Status.COMPENSATED);
        }
    }

    /** Some begin by the first, some by the second, and each start may find any of them anywhere. */
    @Test
    void a_life_in_which_the_code_changes_loses_no_money() {
        var random = new Random(7);
        var all = new ArrayList<String>();
        for (int start = 0; start < 12; start++) {
            boolean isFirst = start < 4;
            Part saga = isFirst ? FIRST : SECOND;
            try (var bank = run(saga)) {
                List.of("ann", "stuck", "bob").forEach(account -> bank.send(new Open(account, 1_000),
                        Send.as("open-" + account)));
                for (int i = 0; i < 8; i++) {
                    var transfer = (random.nextInt(4) == 0 ? "stuck-" : "t-") + start + "." + i;
                    all.add(transfer);
                    bank.send(new Request(transfer, transfer.startsWith("stuck") ? "stuck" : "ann", "bob",
                            1 + random.nextInt(40)));
                    if (!isFirst && random.nextBoolean()) {
                        bank.send(new Cancel(all.get(random.nextInt(all.size()))));
                    }
                }
                if (start == 11) {
                    handled(bank, saga);
                    bank.deadLetters(saga).retryAll("carl", "all can be decided");
                    assertThat(bank.deadLetters(saga).await(LONG)).isTrue();
                    clock.set(START.plus(Duration.ofHours(3)));
                    bank.send(new Request("last", "ann", "bob", 0));
                    assertThat(all).allMatch(transfer -> bank.saga(SECOND).await(transfer, LONG));
                    assertThat(balances(bank).stream().mapToLong(cents -> cents).sum()).isEqualTo(3_000);
                    assertThat(all.stream().map(transfer -> bank.saga(SECOND).of(transfer).orElseThrow().status()))
                            .contains(Status.DONE, Status.COMPENSATED);
                }
            }
        }
    }

    @Test
    void without_a_rule_it_does_not_start_while_instances_go_on() {
        begin("t", "u");
        assertThatThrownBy(() -> run(CHANGED)).isInstanceOf(StartRefused.class)
                .hasMessageContaining("saga moving: instance t goes on, and its state {\"stage\":\"TAKING\"")
                .hasMessageContaining("instance u goes on").hasMessageContaining("say by migrating(..) what becomes of"
                        + " what version 1 has stored");
        assertThatThrownBy(() -> run(CHANGED.migrating(Migration.NONE.state(SagaVersionsTest::moving))))
                .hasMessageContaining("there is no ask 'take', through which it has sent a Withdraw");
        assertThatThrownBy(() -> run(CHANGED.migrating(Migration.NONE.state(SagaVersionsTest::moving)
                .ask("take", "pull")))).hasMessageContaining("of its ask 'pull' is none that this code sends");
        assertThatThrownBy(() -> run(CHANGED.migrating(Migration.NONE.state(SagaVersionsTest::moving)
                .ask("take", "pull").command("take", json -> json.put("why", "old")))))
                .hasMessageContaining("nothing is done on the wake 'late', which it waits for");
        assertThatThrownBy(() -> run(CHANGED.migrating(RULE.state(_ -> {
            throw new IllegalStateException("no idea");
        })))).hasMessageContaining("cannot be brought from version 1 to 2 (java.lang.IllegalStateException: no idea)");
    }

    @Test
    void older_code_does_not_go_on_with_what_newer_code_has_stored() {
        begin();
        try (var bank = run(SECOND)) {
            bank.send(new Request("t", "ann", "bob", 10));
            handled(bank, SECOND);
        }
        assertThatThrownBy(() -> run(FIRST)).isInstanceOf(StartRefused.class).hasMessageContaining("t of saga 'moving'"
                + " has taken a step by version 2, this application knows up to 1: use a newer version of it");
    }

    @Test
    void what_fits_is_looked_at_once() {
        begin("t");
        assertThat(shapes()).isZero();
        run(FIRST).close();
        run(FIRST).close();
        run(SECOND).close();
        assertThat(shapes()).isEqualTo(2);
    }

    private long shapes() {
        try (var disk = new FileDisk(data); var store = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            return store.read(Query.types(Set.of("thence.saga-shape")), new Position(store.lineage(), 0),
                    Direction.FORWARDS).list(10).size();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Event;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.Queries;
import io.thence.Question;
import io.thence.Source;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.EventJson;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.testing.spec.Ledger.Entry.Opened;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Entry.Transferred;
import io.thence.testing.spec.Ledger.Order.Open;
import io.thence.testing.spec.Ledger.Order.Pay;
import io.thence.testing.spec.Ledger.Order.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.testing.spec.Ledger.ACCOUNT;
import static io.thence.testing.spec.Ledger.APPLICATION;
import static io.thence.testing.spec.Ledger.BALANCE;
import static io.thence.testing.spec.Ledger.BALANCES;
import static io.thence.testing.spec.Ledger.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryTest {

    /** What export wrote of a store: with a hole, another source, and what happened first came last. */
    private static final List<String> EXPORTED = List.of(
            "{\"position\":3,\"id\":\"c1/0\",\"type\":\"account.paid\",\"version\":1,\"time\":\"2025-05-01T10:00:00Z\","
                    + "\"source\":\"desk\",\"keys\":[\"account/1\"],"
                    + "\"data\":{\"account\":1,\"cents\":500,\"note\":\"in\"}}",
            "{\"position\":7,\"id\":\"c2/0\",\"type\":\"money.transferred\",\"version\":1,"
                    + "\"time\":\"2025-04-30T10:00:00.250Z\",\"source\":\"web\",\"correlation\":\"o-1\","
                    + "\"causation\":\"c1/0\",\"tenant\":\"t\",\"keys\":[\"account/1\",\"account/2\"],"
                    + "\"data\":{\"from\":1,\"to\":2,\"cents\":200}}");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void exported() throws IOException {
        file = Files.write(directory.resolve("may.jsonl"), EXPORTED);
    }

    @Test
    void a_recorded_history_is_gone_on_from() {
        LEDGER.givenHistory(file)
                .thenState(BALANCE, 1, 300L).thenState(BALANCE, 2, 200L)
                .thenRows(BALANCES, "select account, cents from balances", "account | cents\n1 | 300\n2 | 200")
                .when(new Pay(1, -300, "all")).then(new Paid(1, -300, "all"))
                .when(new Pay(1, -1, "more")).thenRefused("only 0 cents");
        assertThatThrownBy(() -> LEDGER.givenHistory(file).thenState(BALANCE, 1, 1L)).hasMessage("""
                account/1: not the state expected

                      state  expected  actual
                    ≠        1         300

                given   2 events of may.jsonl""");
    }

    @Test
    void what_is_recorded_again_is_the_same_but_for_its_positions() {
        try (var sandbox = Sandbox.open(APPLICATION)) {
            History.of(file).replay(sandbox);
            assertThat(stored(sandbox).stream().map(EventJson::line)).containsExactly(
                    EXPORTED.getFirst().replace("\"position\":3", "\"position\":1"),
                    EXPORTED.getLast().replace("\"position\":7", "\"position\":2"));
            assertThat(stored(sandbox).getLast().time())
                    .isEqualTo(Instant.parse("2025-04-30T10:00:00.250Z"));
        }
    }

    private static List<StoredEvent> stored(Sandbox sandbox) {
        var start = new Position(sandbox.store().lineage(), 0);
        try (var reader = sandbox.store().read(Query.ALL, start, Direction.FORWARDS)) {
            return reader.list(100);
        }
    }

    @Test
    void a_truncation_lets_go_of_the_same_events_as_in_its_own_log() throws IOException {
        truncated(9, 7);
        LEDGER.givenHistory(file).thenState(BALANCE, 1, -200L).thenState(BALANCE, 2, 200L);
        truncated(11, Truncation.ITSELF);
        LEDGER.givenHistory(file).thenState(BALANCE, 1, 0L).thenState(BALANCE, 2, 200L);
    }

    private void truncated(long position, long before) throws IOException {
        append("{\"position\":" + position + ",\"id\":\"t/" + position + "\",\"type\":\"" + Truncation.TRUNCATED
                + "\",\"version\":1,\"time\":\"2025-05-03T10:00:00Z\",\"source\":\"\",\"keys\":[\"account/1\"],"
                + "\"data\":{\"before\":" + before + "}}");
    }

    @Test
    void an_annulment_annuls_the_same_events_as_in_its_own_log() throws IOException {
        append("{\"position\":9,\"id\":\"x\",\"type\":\"thence.annulled\",\"version\":1,"
                + "\"time\":\"2025-05-03T10:00:00Z\",\"source\":\"\",\"keys\":[\"account/1\",\"account/2\","
                + "\"$annulled/7\",\"$annulled/8\"],\"data\":{\"events\":[{\"id\":\"c2/0\",\"position\":7,"
                + "\"type\":\"money.transferred\"},{\"id\":\"c3/0\",\"position\":8,\"type\":\"account.paid\"}],"
                + "\"by\":\"anna\",\"why\":\"by mistake\"}}");
        LEDGER.givenHistory(file).thenState(BALANCE, 1, 500L).thenState(BALANCE, 2, 0L)
                .thenRows(BALANCES, "select account, cents from balances", "account | cents\n1 | 500");
    }

    private void append(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    @Test
    void an_older_version_is_upcast_as_it_is_in_production() {
        var next = Events.of(Ledger.Entry.class)
                .type("account.paid", Paid.class, ACCOUNT.of(Paid::account))
                .upcast(Paid.class, json -> json.put("cents", json.path("cents").longValue() * 100))
                .type("money.transferred", Transferred.class, ACCOUNT.each(e -> List.of(e.from(), e.to())))
                .type("account.billed", Ledger.Entry.Billed.class, ACCOUNT.of(Ledger.Entry.Billed::account))
                .type("account.opened", Opened.class, ACCOUNT.of(Opened::account));
        Spec.of(next).givenHistory(file).thenState(BALANCE, 1, 50_000L - 200);
    }

    @Test
    void what_is_no_history_is_said() throws IOException {
        Files.writeString(file, "{\"position\":1}\n");
        assertThatThrownBy(() -> LEDGER.givenHistory(file).thenState(BALANCE, 1, 0L))
                .isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("line 1 of " + file + " is no event as export writes them (");
        Files.writeString(file, "no JSON\n");
        assertThatThrownBy(() -> LEDGER.givenHistory(file).thenState(BALANCE, 1, 0L))
                .isInstanceOf(Undecodable.class).hasMessageStartingWith("line 1 of " + file + " is no JSON");
    }

    @Test
    void what_is_sealed_under_the_keys_of_its_store_is_refused() throws IOException {
        try (var sandbox = Sandbox.open(APPLICATION)) {
            sandbox.happen(List.of(new Opened(1, "anna@example.org", "Anna")));
            Files.write(file, stored(sandbox).stream().map(EventJson::line).toList());
        }
        assertThatThrownBy(() -> LEDGER.givenHistory(file).thenState(BALANCE, 1, 0L)).isInstanceOf(BadRequest.class)
                .hasMessage("line 1 of " + file + " has personal data, sealed under a key that stays with the store"
                        + " that it was exported from: leave its type out by export --type, or give such events in the"
                        + " test itself");
    }

    @Test
    void a_whole_store_gives_the_states_that_it_gave() throws IOException {
        var store = directory.resolve("store");
        try (var thence = Thence.run(APPLICATION, Engine.at(store))) {
            thence.send(new Open(1, "anna@example.org", "Anna"));
            thence.send(new Pay(1, 500, "in"));
            thence.send(new Transfer(1, 2, 200));
        }
        var before = files(store);
        var replay = Replay.of(APPLICATION).folding(BALANCE, Integer::valueOf);
        replay.expect(store);
        assertThat(directory.resolve("store.states")).hasContent("{\"account/1\":300}\n{\"account/2\":200}");
        replay.check(store);
        assertThat(files(store)).as("it was not opened itself").isEqualTo(before);
        assertThatThrownBy(() -> replay.folding(Ledger.ACCOUNTS))
                .hasMessage("key 'owner' is personal: a history does not tell whom its events are filed under");
    }

    private record SearchIndex(List<Event<?>> written, AtomicInteger opened) implements ProjectionStore {

        @Override
        public Optional<String> checkpoint() {
            opened.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public void write(List<Event<?>> events, String checkpoint) {
            written.addAll(events);
        }
    }

    record Funds(int account) implements Question<Long> {}

    @Test
    void a_replay_of_a_store_acts_on_nothing_outside() throws IOException {
        var index = new SearchIndex(new CopyOnWriteArrayList<>(), new AtomicInteger());
        var search = Projection.into("search", index).reading(Paid.class);
        var clerk = Queries.named("clerk").over(BALANCES).answer(Funds.class, (_, from) ->
                from.one(BALANCES, "select sum(cents) n from balances", row -> row.number("n")));
        var application = APPLICATION.with(search, clerk, Source.named("statements").bringing(Paid.class));
        var store = directory.resolve("store");
        try (var thence = Thence.run(application, Engine.at(store))) {
            thence.send(new Pay(1, 500, "in"));
            assertThat(thence.await(search, thence.store().head(), Duration.ofSeconds(30))).isTrue();
        }
        assertThat(index.written()).hasSize(1);
        index.opened().set(0);
        Replay.of(application).folding(BALANCE, Integer::valueOf).expect(store);
        assertThat(directory.resolve("store.states")).hasContent("{\"account/1\":500}");
        assertThat(index.opened()).hasValue(0);
        assertThat(index.written()).hasSize(1);
    }

    private static String files(Path store) throws IOException {
        try (var paths = Files.walk(store)) {
            return paths.sorted().map(path -> path + " " + path.toFile().lastModified())
                    .collect(Collectors.joining("\n"));
        }
    }

    @Test
    void states_of_a_key_that_does_not_occur_are_not_written() throws IOException {
        Files.writeString(file, EXPORTED.getFirst().replace("account/1", "branch/1") + "\n");
        var replay = Replay.of(APPLICATION).folding(BALANCE, Integer::valueOf);
        var message = "nothing in " + file + " is filed under account, so there is no state to compare: check the"
                + " history, and the keys of the folds";
        assertThatThrownBy(() -> replay.expect(file)).isInstanceOf(IllegalStateException.class).hasMessage(message);
        assertThat(directory.resolve("may.jsonl.states")).doesNotExist();
        assertThatThrownBy(() -> replay.check(file)).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    @Test
    void an_old_history_gives_the_states_that_it_gave() throws IOException {
        var replay = Replay.of(APPLICATION).folding(BALANCE, Integer::valueOf);
        assertThatThrownBy(() -> replay.check(file)).isInstanceOf(AssertionError.class)
                .hasMessage("there are no states to compare with in " + file
                        + ".states: have them written once, by expect(..), look at them, and commit them");
        replay.expect(file);
        assertThat(directory.resolve("may.jsonl.states")).hasContent("{\"account/1\":300}\n{\"account/2\":200}");
        replay.check(file);

        Fold<Integer, Long> other = Fold.by(ACCOUNT).from(0L).on(Paid.class, (cents, event) -> cents + event.cents());
        assertThatThrownBy(() -> Replay.of(APPLICATION).folding(other, Integer::valueOf).check(file))
                .isInstanceOf(AssertionError.class).hasMessage("states are not what they were in " + file + """
                        .states

                              state          expected  actual
                            ≠ ["account/1"]  300       500
                            ≠ ["account/2"]  200       0""");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.DeadLetter;
import io.thence.Decider;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.ThenceException.BadRequest;
import io.thence.Visibility;
import io.thence.processor.DeadLetters.Edit;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.view.Reached;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a projection gives up is a dead letter as that of a reaction is, whatever it is kept in. */
class ProjectionLettersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    record Pay(String account, long cents) {}

    record Paid(String account, long cents) {}

    private static final Key<String> ACCOUNT = Key.of("account");
    private static final KeyValue ANN = new KeyValue("account", "ann");
    private static final Events<Paid> EVENTS = Events.of(Paid.class)
            .type("paid", Paid.class, ACCOUNT.of(Paid::account));
    private static final Decider<Pay, Paid> PAYING = Decider.of(Pay.class, EVENTS)
            .decide(pay -> accept(new Paid(pay.account(), pay.cents())));

    private static final long MUTE = 99;

    /** Fails to say what it is. */
    private static final class Mute extends IllegalStateException {
        private static final long serialVersionUID = 1L;


        @Override
        public String getMessage() {
            throw new IllegalStateException("not even that");
        }
    }

    /** What is not mended, and how often that was met. */
    private static final class Faults {
        private final ConcurrentMap<Long, Integer> met = new ConcurrentHashMap<>();
        private final ConcurrentMap<Long, Boolean> bad = new ConcurrentHashMap<>();

        void meet(Paid paid) {
            if (bad.containsKey(paid.cents())) {
                met.merge(paid.cents(), 1, Integer::sum);
                throw paid.cents() == MUTE ? new Mute() : new IllegalStateException("not " + paid.cents());
            }
        }

        int met(long cents) {
            return met.getOrDefault(cents, 0);
        }
    }

    private static final Faults FAULTS = new Faults();

    /** Sums in a store of the application's own. */
    private static final class Sums implements ProjectionStore {
        private Map<String, Long> sums = new TreeMap<>();
        private Optional<String> checkpoint = Optional.empty();

        @Override
        public synchronized Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public synchronized void write(List<Event<?>> events, String next) {
            var copy = new TreeMap<>(sums);
            for (var event : events) {
                if (event.data() instanceof Paid paid) {
                    FAULTS.meet(paid);
                    copy.merge(paid.account(), paid.cents(), Long::sum);
                }
            }
            sums = copy;
            checkpoint = Optional.of(next);
        }

        synchronized String text() {
            return sums.toString();
        }
    }

    private static final Projection TABLES = Projection.sql("sums", 1,
                    "create table sums (account varchar primary key, cents bigint default 0)")
            .on(Paid.class, (db, paid) -> {
                FAULTS.meet(paid);
                db.row("sums", paid.account()).add("cents", paid.cents());
            })
            .parallelBy(ACCOUNT);
    private static final MemoryProjection<Map<String, Long>> MODEL =
            Projection.<Map<String, Long>>inMemory("sums", TreeMap::new).on(Paid.class, (sums, paid) -> {
                sums.merge(paid.account(), paid.cents(), Long::sum);
                FAULTS.meet(paid);
            });

    private final Sums store = new Sums();

    @TempDir
    private Path folder;

    /** What the projection is kept in. */
    enum Kind { TABLES, MODEL, STORE }

    private Part part(Kind kind) {
        return switch (kind) {
            case TABLES -> TABLES;
            case MODEL -> MODEL;
            case STORE -> Projection.into("sums", store).reading(Paid.class);
        };
    }

    private String rows(Thence bank, Part part) {
        bank.await(part, bank.store().head(), LONG);
        return switch (part) {
            case Projection tables -> bank.query(tables).within(LONG).<String>list(
                    "select * from sums where cents <> 0 order by account",
                    row -> row.text("account") + "=" + row.number("cents")).toString()
                    .replace('[', '{').replace(']', '}');
            case MemoryProjection<?> _ -> bank.query(MODEL).within(LONG).read(Map::toString);
            default -> store.text();
        };
    }

    private Thence run(Part part) {
        return Thence.run(Application.named("bank").with(EVENTS, PAYING, part), Engine.at(folder));
    }

    private static DeadLetter given(Thence bank, Part part) {
        assertThat(bank.progress(part).await(() -> !bank.deadLetters(part).list().isEmpty(), LONG)).isTrue();
        return bank.deadLetters(part).list().getFirst();
    }

    private static List<String> said(Thence bank) {
        var start = new Position(bank.store().lineage(), 0);
        try (var events = bank.store().read(Query.keys(new KeyValue("$consumer", "sums")), start,
                Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE).stream().map(event -> event.type().replace("thence.dead-letter", ""))
                    .toList();
        }
    }

    @BeforeEach
    void mended() {
        FAULTS.bad.clear();
        FAULTS.met.clear();
    }

    private static void pay(Thence bank) {
        FAULTS.bad.put(13L, true);
        bank.send(new Pay("ann", 1));
        bank.send(new Pay("ann", 13));
        bank.send(new Pay("ann", 5));
        bank.send(new Pay("bob", 7));
    }

    @ParameterizedTest
    @EnumSource
    void what_is_given_up_waits_as_a_letter_and_is_handled_when_somebody_says_so(Kind kind) {
        var part = part(kind);
        try (var bank = run(part)) {
            pay(bank);
            var letter = given(bank, part);
            assertThat(letter.toString()).startsWith("account/ann at position 2, WAITING: event ")
                    .endsWith("in 'sums', java.lang.IllegalStateException: not 13");
            assertThat(letter.attempts()).isEqualTo(kind == Kind.MODEL ? 1 : 3);
            assertThat(letter.stack()).contains("ProjectionLettersTest");
            assertThat(bank.parked(part)).singleElement().satisfies(one -> assertThat(one.key()).isEqualTo(ANN));
            var letters = bank.deadLetters(part);
            letters.retry(ANN, "carl", "perhaps");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(letters.list()).as("it has failed again").hasSize(1);
            FAULTS.bad.clear();
            assertThat(letters.retryAll("carl", "mended")).isEqualTo(1);
            assertThat(letters.await(LONG)).isTrue();
            assertThat(letters.list()).isEmpty();
            assertThat(rows(bank, part)).isEqualTo("{ann=19, bob=7}");
            assertThat(bank.parked(part)).isEmpty();
            assertThat(said(bank)).containsExactly("ed", "-retried", "ed", "-retried", "-cleared");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_fails_to_say_why_it_has_failed_waits_as_any_other(Kind kind) {
        var part = part(kind);
        FAULTS.bad.put(MUTE, true);
        try (var bank = run(part)) {
            bank.send(new Pay("ann", MUTE));
            bank.send(new Pay("bob", 7));
            var letter = given(bank, part);
            assertThat(letter.failure()).isEqualTo(Mute.class.getName());
            assertThat(letter.message()).isEmpty();
            assertThat(bank.parked(part)).singleElement().satisfies(one -> assertThat(one.message()).isNotEmpty());
            assertThat(rows(bank, part)).contains("bob=7");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_discarded_is_passed_over_also_after_a_start(Kind kind) {
        var part = part(kind);
        try (var bank = run(part)) {
            pay(bank);
            given(bank, part);
            var letters = bank.deadLetters(part);
            letters.discard(ANN, "carl", "of no use");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(rows(bank, part)).isEqualTo("{ann=6, bob=7}");
            assertThat(letters.list()).isEmpty();
            FAULTS.bad.clear();
        }
        try (var bank = run(part)) {
            bank.send(new Pay("ann", 10));
            assertThat(rows(bank, part)).isEqualTo("{ann=16, bob=7}");
            if (part instanceof Projection tables) {
                var rebuild = bank.rebuild(tables);
                rebuild.await(LONG);
                rebuild.swap();
                assertThat(rows(bank, part)).as("built anew").isEqualTo("{ann=16, bob=7}");
                bank.rebuild(tables, ACCOUNT, "ann", LONG);
                assertThat(rows(bank, part)).as("one key of it").isEqualTo("{ann=16, bob=7}");
            }
            assertThat(said(bank)).containsExactly("ed", "-discarded", "-cleared");
        }
    }

    @ParameterizedTest
    @EnumSource
    void over_a_start_it_waits_and_is_not_tried_and_nothing_is_said_twice(Kind kind) {
        var part = part(kind);
        try (var bank = run(part)) {
            pay(bank);
            given(bank, part);
        }
        int met = FAULTS.met(13);
        for (int i = 0; i < 2; i++) {
            try (var bank = run(part)) {
                var other = bank.send(new Pay("bob", 1));
                var own = bank.send(new Pay("ann", 1));
                bank.await(part, own.position(), LONG);
                assertThat(bank.visibility(part, Reached.START.after(other))).isInstanceOf(Visibility.Seen.class);
                assertThat(bank.visibility(part, Reached.START.after(own))).isInstanceOf(Visibility.Blocked.class);
                assertThat(bank.deadLetters(part).list()).hasSize(1);
                assertThat(said(bank)).containsExactly("ed");
            }
        }
        assertThat(FAULTS.met(13)).isEqualTo(met);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_told_at_rest_is_done_at_the_next_start(Kind kind) {
        var part = part(kind);
        try (var bank = run(part)) {
            pay(bank);
            bank.send(new Pay("cid", 13));
            assertThat(bank.progress(part).await(() -> bank.deadLetters(part).list().size() == 2, LONG)).isTrue();
        }
        AtRest.deadLetters(Engine.at(folder), "sums", letters -> {
            letters.discard(ANN, "carl", "of no use");
            letters.retry(new KeyValue("account", "cid"), "carl", "mended");
        });
        FAULTS.bad.clear();
        try (var bank = run(part)) {
            assertThat(bank.deadLetters(part).await(LONG)).isTrue();
            assertThat(rows(bank, part)).isEqualTo("{ann=6, bob=7, cid=13}");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TABLES", "MODEL"})
    void other_code_tries_it_again_by_itself_and_says_so(Kind kind) {
        try (var bank = run(part(kind))) {
            pay(bank);
            given(bank, part(kind));
        }
        Part mended = kind == Kind.TABLES
                ? Projection.sql("sums", 1, TABLES.tables().toArray(String[]::new)).parallelBy(ACCOUNT)
                        .on(Paid.class, (db, paid) -> db.row("sums", paid.account()).add("cents", paid.cents()))
                : Projection.<Map<String, Long>>inMemory("sums", TreeMap::new)
                        .on(Paid.class, (sums, paid) -> sums.merge(paid.account(), paid.cents(), Long::sum));
        try (var bank = run(mended)) {
            assertThat(bank.progress(mended).await(() -> bank.deadLetters(mended).list().isEmpty(), LONG)).isTrue();
            assertThat(said(bank)).containsExactly("ed", "-retried", "-cleared");
            if (mended instanceof Projection) {
                assertThat(rows(bank, mended)).isEqualTo("{ann=19, bob=7}");
            }
        }
    }

    @Test
    void what_is_annulled_waits_no_more() {
        var part = TABLES.rebuildOnAnnul();
        try (var bank = run(part)) {
            pay(bank);
            var letter = given(bank, part);
            bank.annul(List.of(new EventId(letter.event())), "carl", "a mistake");
            assertThat(bank.progress(part).await(() -> bank.deadLetters(part).list().isEmpty(), LONG)).isTrue();
            assertThat(rows(bank, part)).isEqualTo("{ann=6, bob=7}");
        }
    }

    @Test
    void no_other_event_is_handled_in_its_place() {
        try (var bank = run(TABLES)) {
            pay(bank);
            given(bank, TABLES);
            assertThatThrownBy(() -> bank.deadLetters(TABLES).edit(ANN, new Edit(1, "{}"), "carl", "a typing error"))
                    .isInstanceOf(BadRequest.class).hasMessageContaining("'sums' is a projection");
        }
        AtRest.deadLetters(Engine.at(folder), "sums", letters -> assertThatThrownBy(
                () -> letters.edit(ANN, new Edit(1, "{}"), "carl", "a typing error"))
                .isInstanceOf(BadRequest.class).hasMessageContaining("'sums' is a projection"));
    }

    @Test
    void tables_that_are_made_anew_stop_at_the_letter_and_not_before() {
        try (var bank = run(TABLES)) {
            pay(bank);
            given(bank, TABLES);
        }
        int met = FAULTS.met(13);
        var raised = Projection.sql("sums", 2, TABLES.tables().toArray(String[]::new)).parallelBy(ACCOUNT)
                .on(Paid.class, handler());
        try (var bank = run(raised)) {
            assertThat(rows(bank, raised)).as("what came before it is there").isEqualTo("{ann=1, bob=7}");
            assertThat(bank.parked(raised)).singleElement().satisfies(one -> {
                assertThat(one.position()).isEqualTo(2);
                assertThat(one.message()).isEqualTo("not 13");
            });
            assertThat(said(bank)).containsExactly("ed");
            FAULTS.bad.clear();
            bank.deadLetters(raised).retry(ANN, "carl", "mended");
            assertThat(bank.deadLetters(raised).await(LONG)).isTrue();
            assertThat(rows(bank, raised)).isEqualTo("{ann=19, bob=7}");
        }
        assertThat(FAULTS.met(13)).isEqualTo(met);
    }

    @SuppressWarnings("unchecked") // it is the handler of this type
    private static Projection.Handler<Paid> handler() {
        return (Projection.Handler<Paid>) TABLES.clauses().getFirst().handler();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Blocked;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Order.Pay;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static io.thence.testing.spec.Ledger.BALANCES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswersTest {

    private static final MemoryProjection<TreeMap<String, Long>> NOTES =
            Projection.inMemory("notes", TreeMap<String, Long>::new)
                    .on(Paid.class, (notes, paid) -> notes.merge(paid.note(), paid.cents(), Long::sum));

    record Funds(int account) implements Question<Long> {}

    record Noted(int most) implements Question<List<Entry>> {}

    record Entry(String note, long cents) {}

    record Unheard() implements Question<Long> {}

    private static final Queries CLERK = Queries.named("clerk").over(BALANCES, NOTES)
            .answer(Funds.class, (question, from) -> from.one(BALANCES,
                    "select cents from balances where account = ?", row -> row.number("cents"), question.account()))
            .answer(Noted.class, (question, from) -> from.read(NOTES, notes -> notes.entrySet().stream()
                    .limit(question.most()).map(note -> new Entry(note.getKey(), note.getValue())).toList()));

    private static final Spec OFFICE = Spec.of(Ledger.EVENTS, Ledger.PAYING, BALANCES, NOTES, CLERK);
    private static final Spec SOME = OFFICE.given(new Paid(1, 500, "rent"), new Paid(2, 70, "food"));

    @Test
    void a_question_is_answered_from_tables_and_models_together() {
        SOME.when(new Pay(1, -200, "food"))
                .thenAnswer(new Funds(1), 300L)
                .thenAnswer(new Noted(9), List.of(new Entry("food", -130), new Entry("rent", 500)))
                .thenAnswer(new Noted(1), List.of(new Entry("food", -130)))
                .when(new Pay(1, 1, "rent"))
                .thenAnswer(new Noted(2), List.of(new Entry("food", -130), new Entry("rent", 501)));
    }

    @Test
    void an_answer_that_differs_is_marked() {
        fails(() -> SOME.when(new Pay(1, -200, "food"))
                .thenAnswer(new Noted(9), List.of(new Entry("food", -13), new Entry("rent", 500))), """
                Noted[most=9]: not the answer expected

                      answer     expected                       actual
                      [0].note   "food"                         "food"
                    ≠ [0].cents  -13                            -130
                      [1]        Entry[note="rent", cents=500]  Entry[note="rent", cents=500]

                given   Paid[account=1, cents=500, note="rent"]
                given   Paid[account=2, cents=70, note="food"]
                sent    Pay[account=1, cents=-200, note="food"]
                read    account/1: 500""");
    }

    /** Five accounts are in more than one of its lanes. */
    @Test
    void a_projection_in_lanes_is_asked() {
        var lanes = Projection.sql("paid", 1, "create table paid (account int primary key, cents bigint)")
                .on(Paid.class, (db, e) -> db.row("paid", e.account()).add("cents", e.cents()))
                .parallelBy(Ledger.ACCOUNT);
        var paid = IntStream.rangeClosed(1, 5).mapToObj(account -> new Paid(account, account * 10L, "x")).toArray();
        Spec.of(Ledger.EVENTS, Ledger.PAYING, lanes).given(paid).thenRows(lanes, "select * from paid order by 1", """
                account | cents
                1       | 10
                2       | 20
                3       | 30
                4       | 40
                5       | 50""");
    }

    @Test
    void a_model_is_asked() {
        OFFICE.thenAnswer(NOTES, TreeMap::size, 0);
        SOME.thenAnswer(NOTES, TreeMap::size, 2).thenAnswer(NOTES, notes -> notes.get("rent"), 500L);
        fails(() -> SOME.thenAnswer(NOTES, TreeMap::firstKey, "rent"), """
                projection 'notes': not the answer expected

                      answer  expected  actual
                    ≠         "rent"    "food"

                given   Paid[account=1, cents=500, note="rent"]
                given   Paid[account=2, cents=70, note="food"]""");
    }

    @Test
    void an_event_that_a_projection_cannot_handle_is_no_answer() {
        var strict = Projection.inMemory("strict", TreeMap<String, Long>::new)
                .on(Paid.class, (notes, paid) -> notes.put(paid.note(), 1 / paid.cents()));
        var tables = Projection.sql("strict-too", 1, "create table notes (note varchar primary key, cents bigint)")
                .on(Paid.class, (db, paid) -> db.row("notes", paid.note()).set("cents", 1 / paid.cents()));
        var clerk = Queries.named("clerk").over(strict)
                .answer(Funds.class, (_, from) -> from.read(strict, notes -> (long) notes.size()));
        var before = Spec.of(Ledger.EVENTS, strict, tables, clerk).given(new Paid(1, 1, "a"));
        before.thenAnswer(strict, TreeMap::size, 1).thenRows(tables, "select note from notes", "note\na")
                .thenAnswer(new Funds(1), 1L);
        var after = before.given(new Paid(2, 0, "b"));
        isBlocked("strict", () -> after.thenAnswer(strict, TreeMap::size, 1));
        isBlocked("strict-too", () -> after.thenRows(tables, "select note from notes", "note\na"));
        isBlocked("strict", () -> after.thenAnswer(new Funds(1), 1L));
    }

    private static void isBlocked(String projection, ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasCauseInstanceOf(Blocked.class)
                .hasMessageStartingWith("projection '" + projection + "' does not show it: account/2 at position 2"
                        + " (java.lang.ArithmeticException: / by zero) could not be handled");
    }

    @Test
    void what_cannot_be_asked_is_said() {
        assertThatThrownBy(() -> SOME.thenAnswer(new Unheard(), 1L)).isInstanceOf(BadRequest.class)
                .hasMessage("nothing answers a Unheard: add Queries that do to with(..)");
        assertThatThrownBy(() -> Ledger.LEDGER.thenAnswer(NOTES, TreeMap::size, 0)).isInstanceOf(BadRequest.class)
                .hasMessage("'notes' is no projection of application 'ledger': add it to what the test is made of");
    }

    private static void fails(ThrowingCallable test, String message) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}

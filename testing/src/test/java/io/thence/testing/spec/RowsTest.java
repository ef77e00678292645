// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Projection;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Entry.Transferred;
import io.thence.testing.spec.Ledger.Order.Pay;
import io.thence.view.ViewQuery;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static io.thence.testing.spec.Ledger.BALANCES;
import static io.thence.testing.spec.Ledger.LEDGER;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowsTest {

    private static final String ALL = "select * from balances order by account";
    private static final Spec SOME = LEDGER.given(new Paid(1, 500, "a"), new Transferred(1, 2, 200));

    @Test
    void rows_are_as_said() {
        SOME.thenRows(BALANCES, ALL, """
                account | cents | note
                1       | 300   | a
                2       | 200   | (null)
                """);
        SOME.when(new Pay(2, -50, "x|y")).thenRows(BALANCES, "select note as what, cents from balances", """
                what  | cents
                x\\|y | 150
                a     | 300
                """);
        LEDGER.thenRows(BALANCES, ALL, "account | cents | note");
    }

    @Test
    void an_answer_is_as_said() {
        SOME.thenAnswer(BALANCES, RowsTest::all, 500L);
        fails(() -> SOME.thenAnswer(BALANCES, RowsTest::all, 501L), """
                projection 'balances': not the answer expected

                      answer  expected  actual
                    ≠         501       500

                given   Paid[account=1, cents=500, note="a"]
                given   Transferred[from=1, to=2, cents=200]""");
    }

    private static long all(ViewQuery query) {
        return query.one("select sum(cents) n from balances", row -> row.number("n"));
    }

    @Test
    void a_cell_that_differs_is_pointed_at() {
        fails(() -> SOME.thenRows(BALANCES, ALL, """
                account | cents | note
                1       | 300   | a
                2       | 2000  | (null)
                """), """
                projection 'balances': not the rows expected of select * from balances order by account

                      account | cents | note
                      1       | 300   | a
                    - 2       | 2000  | (null)
                    + 2       | 200   | (null)
                                ^^^^

                given   Paid[account=1, cents=500, note="a"]
                given   Transferred[from=1, to=2, cents=200]""");
    }

    @Test
    void missing_and_unexpected_rows_leave_the_others_as_they_are() {
        fails(() -> SOME.thenRows(BALANCES, ALL, """
                account | cents | note
                0       | 7     | b
                1       | 300   | a
                """), """
                projection 'balances': not the rows expected of select * from balances order by account

                      account | cents | note
                    - 0       | 7     | b
                      1       | 300   | a
                    + 2       | 200   | (null)

                given   Paid[account=1, cents=500, note="a"]
                given   Transferred[from=1, to=2, cents=200]""");
    }

    @Test
    void other_columns_are_said() {
        fails(() -> SOME.thenRows(BALANCES, ALL, "account | amount"), """
                projection 'balances': not the rows expected of select * from balances order by account

                      expected columns  account | amount
                    ≠ actual columns    account | cents | note

                given   Paid[account=1, cents=500, note="a"]
                given   Transferred[from=1, to=2, cents=200]""");
    }

    @Test
    void a_projection_that_is_no_part_and_a_table_that_is_none_are_said() {
        var other = Projection.sql("other", 1, "create table t (n int)").on(Paid.class, (_, _) -> {});
        assertThatThrownBy(() -> LEDGER.thenRows(other, "select * from t", "n"))
                .hasMessage("'other' is no projection of application 'ledger': add it to what the test is made of");
        assertThatThrownBy(() -> LEDGER.thenRows(BALANCES, ALL, "a | b\n1\n"))
                .hasMessage("row 1 of the table has 1 cells, but there are 2 columns: 1");
    }

    private static void fails(ThrowingCallable test, String message) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}

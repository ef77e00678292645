// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Decider;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.testing.spec.Ledger.Entry.Billed;
import io.thence.testing.spec.Ledger.Entry.Opened;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Entry.Transferred;
import io.thence.testing.spec.Ledger.Item;
import io.thence.testing.spec.Ledger.Order.Bill;
import io.thence.testing.spec.Ledger.Order.Levy;
import io.thence.testing.spec.Ledger.Order.Open;
import io.thence.testing.spec.Ledger.Order.Pay;
import io.thence.testing.spec.Ledger.Order.Transfer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.testing.spec.Ledger.ACCOUNTS;
import static io.thence.testing.spec.Ledger.BALANCE;
import static io.thence.testing.spec.Ledger.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class SpecTest {

    private static final Paid FIVE = new Paid(1, 500, "first");

    @Test
    void what_happens_as_said_is_said_in_a_line() {
        LEDGER.given(FIVE).when(new Pay(1, -200, "out")).then(new Paid(1, -200, "out"));
        LEDGER.given(FIVE).when(new Pay(1, -501, "out")).thenRefused("only 500 cents");
        LEDGER.given(FIVE).when(new Pay(1, 0, "out")).thenNothing();
        LEDGER.given(FIVE).thenState(BALANCE, 1, 500L).thenState(BALANCE, 2, 0L);
        LEDGER.when(new Pay(1, 7, "a")).then(new Paid(1, 7, "a"));
    }

    @Test
    void a_test_goes_on_with_more_commands() {
        LEDGER.given(FIVE)
                .when(new Pay(1, -200, "out")).then(new Paid(1, -200, "out"))
                .when(new Transfer(1, 2, 300)).then(new Transferred(1, 2, 300))
                .thenState(BALANCE, 1, 0L).thenState(BALANCE, 2, 300L)
                .given(new Paid(2, 1, "more"))
                .when(new Levy(List.of(1, 2, 3), 100)).then(new Paid(2, -100, "levy"));
    }

    @Test
    void a_beginning_is_kept_for_many_tests() {
        var rich = LEDGER.given(FIVE);
        rich.when(new Pay(1, -500, "all")).then(new Paid(1, -500, "all"));
        rich.when(new Pay(1, -500, "all")).then(new Paid(1, -500, "all"));
    }

    @Test
    void a_person_is_found_under_a_covered_key_and_read_in_clear() {
        var anna = new Opened(1, "anna@example.org", "Anna");
        LEDGER.given(anna)
                .when(new Open(2, "anna@example.org", "Anna")).then(new Opened(2, "anna@example.org", "Anna"))
                .when(new Open(3, "anna@example.org", "Anna")).thenRefused("two accounts already")
                .thenState(ACCOUNTS, "anna@example.org", 2).thenState(ACCOUNTS, "bert@example.org", 0);
    }

    @Test
    void a_command_that_is_sent_again_does_nothing() {
        LEDGER.when(new Pay(1, 500, "a"), Send.as("1")).then(new Paid(1, 500, "a"))
                .when(new Pay(1, 500, "a"), Send.as("1")).thenRepeated().thenState(BALANCE, 1, 500L);
    }

    @Test
    void a_refusal_of_the_library_is_said_as_what_it_is() {
        var many = IntStream.range(0, Decider.KEYS_MAX + 1).boxed().toList();
        LEDGER.when(new Levy(many, 1)).thenRefused(new Refusal.TooManyKeys(4_097, 4_096));
    }

    enum Reason {
        CLOSED,
        POOR
    }

    @Test
    void a_refusal_is_a_value_of_a_type_of_the_users() {
        var spec = Spec.of(Ledger.EVENTS, Decider.of(Pay.class, Ledger.EVENTS).refusing(Reason.class)
                .reading(BALANCE, Pay::account).decide((_, _) -> refuse(Reason.CLOSED)));
        spec.when(new Pay(1, 1, "in")).thenRefused(Reason.CLOSED);
        fails(() -> spec.when(new Pay(1, 1, "in")).thenRefused(Reason.POOR), """
                Pay: refused for another reason

                      refusal  expected  actual
                    ≠          POOR      CLOSED

                sent    Pay[account=1, cents=1, note="in"]
                read    account/1: 0""");
        fails(() -> LEDGER.when(new Pay(1, 0, "in")).thenRefused(Reason.POOR), """
                Pay: accepted with no events, expected a refusal: POOR

                sent    Pay[account=1, cents=0, note="in"]
                read    account/1: 0""");
    }

    @Test
    void what_happens_has_the_time_that_was_given() {
        var monday = Instant.parse("2024-07-01T08:00:00Z");
        try (var sandbox = Sandbox.open(Ledger.APPLICATION)) {
            sandbox.happen(List.of(FIVE));
            sandbox.at(monday);
            sandbox.happen(List.of(FIVE));
            sandbox.send(new Pay(1, -1, "out"), Send.ONCE);
            sandbox.send(new Pay(1, -1, "out"), Send.ONCE.at(monday.plusSeconds(1)));
            var all = sandbox.store().read(Query.ALL, new Position(sandbox.store().lineage(), 0), Direction.FORWARDS);
            assertThat(all.list(9)).extracting(StoredEvent::time)
                    .containsExactly(GivenWorld.START, monday, monday, monday.plusSeconds(1));
        }
    }

    @Test
    void a_component_that_differs_is_marked() {
        fails(() -> LEDGER.given(FIVE).when(new Pay(1, -200, "out")).then(new Paid(1, -300, "out")), """
                Pay: not the events expected: 1 differs

                      event      expected  actual
                      Paid
                        account  1         1
                    ≠   cents    -300      -200
                        note     "out"     "out"

                given   Paid[account=1, cents=500, note="first"]
                sent    Pay[account=1, cents=-200, note="out"]
                read    account/1: 500""");
    }

    @Test
    void missing_and_unexpected_events_leave_the_others_side_by_side() {
        fails(() -> LEDGER.given(FIVE, new Paid(2, 500, ""), new Paid(3, 500, ""))
                .when(new Levy(List.of(1, 2, 3), 100))
                .then(new Transferred(1, 9, 100), new Paid(2, -100, "levy"), new Paid(3, -10, "levy")), """
                Levy: not the events expected: 1 differs, 1 is missing, 1 was not expected

                      event      expected  actual
                    - Transferred
                    -   from     1
                    -   to       9
                    -   cents    100
                    + Paid
                    +   account            1
                    +   cents              -100
                    +   note               "levy"
                      Paid[account=2, cents=-100, note="levy"]
                      Paid
                        account  3         3
                    ≠   cents    -10       -100
                        note     "levy"    "levy"

                given   Paid[account=1, cents=500, note="first"]
                given   Paid[account=2, cents=500, note=""]
                given   Paid[account=3, cents=500, note=""]
                sent    Levy[accounts=[1, 2, 3], cents=100]
                read    account/1: 500
                read    account/2: 500
                read    account/3: 500""");
    }

    @Test
    void a_refusal_stands_against_the_events_expected() {
        fails(() -> LEDGER.given(FIVE).when(new Pay(1, -700, "out")).then(new Paid(1, -700, "out")), """
                Pay: refused: only 500 cents, expected 1 event

                      event      expected  actual
                    - Paid
                    -   account  1
                    -   cents    -700
                    -   note     "out"

                given   Paid[account=1, cents=500, note="first"]
                sent    Pay[account=1, cents=-700, note="out"]
                read    account/1: 500""");
    }

    @Test
    void events_stand_against_the_refusal_expected() {
        fails(() -> LEDGER.when(new Pay(1, 7, "in")).thenRefused("no money"), """
                Pay: accepted with 1 event, expected a refusal: no money

                      event      expected  actual
                    + Paid
                    +   account            1
                    +   cents              7
                    +   note               "in"

                sent    Pay[account=1, cents=7, note="in"]
                read    account/1: 0""");
    }

    @Test
    void another_refusal_is_seen() {
        fails(() -> LEDGER.when(new Pay(1, -7, "out")).thenRefused("only 1 cents"), """
                Pay: refused for another reason

                      refusal  expected        actual
                    ≠          "only 1 cents"  "only 0 cents"

                sent    Pay[account=1, cents=-7, note="out"]
                read    account/1: 0""");
    }

    @Test
    void an_event_where_nothing_was_to_happen_is_seen() {
        fails(() -> LEDGER.when(new Pay(1, 7, "in")).when(new Pay(1, -1, "x")).thenNothing(), """
                Pay: not the events expected: 1 was not expected

                      event      expected  actual
                    + Paid
                    +   account            1
                    +   cents              -1
                    +   note               "x"

                sent    Pay[account=1, cents=7, note="in"]: accepted with 1 event
                sent    Pay[account=1, cents=-1, note="x"]
                read    account/1: 7""");
    }

    @Test
    void only_the_parts_that_differ_are_opened() {
        var ax = new Item("ax", 1, new BigDecimal("2"));
        var bill = new Bill(1, List.of(ax, new Item("saw", 1, new BigDecimal("20.0"))));
        fails(() -> LEDGER.when(bill)
                .then(new Billed(1, List.of(ax, new Item("saw", 2, new BigDecimal("20.00")), ax))), """
                Bill: not the events expected: 1 differs

                      event               expected                               actual
                      Billed
                        account           1                                      1
                        items[0]          Item[article="ax", pieces=1, price=2]  Item[article="ax", pieces=1, price=2]
                        items[1].article  "saw"                                  "saw"
                    ≠   items[1].pieces   2                                      1
                    ≠   items[1].price    20.00                                  20.0
                    -   items[2]          Item[article="ax", pieces=1, price=2]

                sent    Bill[account=1, items=[Item[article="ax", pieces=1, price=2], \
                Item[article="saw", pieces=1, price=20.0]]]""");
    }

    @Test
    void a_wrong_state_is_seen() {
        fails(() -> LEDGER.given(FIVE).when(new Pay(1, 1, "in")).thenState(BALANCE, 1, 500L), """
                account/1: not the state expected

                      state  expected  actual
                    ≠        500       501

                given   Paid[account=1, cents=500, note="first"]
                sent    Pay[account=1, cents=1, note="in"]
                read    account/1: 500""");
    }

    @Test
    void a_command_that_was_not_known_is_seen() {
        fails(() -> LEDGER.when(new Pay(1, 5, "a"), Send.as("1"))
                .when(new Pay(1, 6, "a"), Send.as("1")).thenRepeated(), """
                Pay: its id "1" belongs to a command with other content, expected that it was known by its id

                sent    Pay[account=1, cents=5, note="a"] as "1": accepted with 1 event
                sent    Pay[account=1, cents=6, note="a"] as "1\"""");
    }

    @Test
    void a_decider_that_throws_is_the_cause() {
        var broken = Decider.of(Pay.class, Ledger.EVENTS).reading(BALANCE, Pay::account)
                .decide((pay, _) -> accept(new Paid(pay.account(), 1 / pay.cents(), "")));
        assertThatThrownBy(() -> Spec.of(Ledger.EVENTS, broken).when(new Pay(1, 0, "a")).then(FIVE))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Pay: it threw java.lang.ArithmeticException: / by zero, expected 1 event\n")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_failure_points_at_the_test() {
        var failure = catchThrowable(() -> LEDGER.when(new Pay(1, 5, "a")).thenNothing());
        assertThat(failure.getStackTrace()[0].getClassName()).startsWith(SpecTest.class.getName());
    }

    @Test
    void what_is_no_test_is_said() {
        assertThatThrownBy(() -> LEDGER.given(FIVE).then(FIVE)).isInstanceOf(IllegalStateException.class)
                .hasMessage("then(..) is about a command: say when(..) right before it");
        assertThatThrownBy(() -> LEDGER.given("a text").thenState(BALANCE, 1, 0L))
                .hasMessageContaining("java.lang.String is no event type of the application: add it to its Events");
    }

    private static void fails(ThrowingCallable test, String message) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Order.Pay;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.testing.spec.Ledger.APPLICATION;
import static io.thence.testing.spec.Ledger.BALANCE;
import static io.thence.testing.spec.Ledger.EVENTS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LawsTest {

    @Test
    void what_is_sound_keeps_the_laws() {
        Laws.of(APPLICATION).eventsFoldToWhatWasDecided();
        Laws.of(APPLICATION).aRepeatedCommandAddsNothing();
        Laws.of(APPLICATION).foldsAreTotal();
        Laws.of(APPLICATION).seed(2).generating(Pay.class, random -> new Pay(random.nextInt(3), 5, "")).foldsAreTotal();
    }

    /** What is stored of it is not all of it. */
    record Taken(String account, @JsonIgnore Optional<Integer> cents) {}

    record Take(String account, int cents) {}

    private static final Key<String> ACCOUNT = Key.of("account");

    @Test
    void an_event_that_loses_something_when_it_is_stored_is_found() {
        var events = Events.of(Taken.class).type("taken", Taken.class, ACCOUNT.of(Taken::account));
        var sum = Fold.by(ACCOUNT).from(0).on(Taken.class, (cents, event) -> cents + event.cents().orElse(0));
        var taking = Decider.of(Take.class, events).reading(sum, Take::account)
                .decide((take, _) -> accept(new Taken(take.account(), Optional.of(take.cents()))));
        fails(() -> Laws.of(events, taking)
                .generating(Take.class, random -> new Take("a", random.nextInt(2))).eventsFoldToWhatWasDecided(), """
                account/a: the log folds to something else than was decided

                      state  decided  from the log
                    ≠        1        0

                sent    Take[account="a", cents=1]
                seed    1""");
        fails(() -> Spec.of(events, taking).when(new Take("a", 7)).then(new Taken("a", Optional.of(7))), """
                Take: decided as expected, but read back from the log it is something else

                      event      expected  actual
                      Taken
                        account  "a"       "a"
                    ≠   cents    7         (empty)

                sent    Take[account="a", cents=7]
                read    account/a: 0""");
    }

    private static final AtomicLong STEPS = new AtomicLong();

    @Test
    void a_fold_that_is_no_function_of_its_events_is_found() {
        var odd = Fold.by(Ledger.ACCOUNT).from(0L)
                .on(Paid.class, (cents, event) -> cents + event.cents() + STEPS.incrementAndGet());
        var paying = Decider.of(Pay.class, EVENTS).reading(odd, Pay::account)
                .decide((pay, _) -> accept(new Paid(pay.account(), pay.cents(), "")));
        assertThatThrownBy(() -> Laws.of(EVENTS, paying).eventsFoldToWhatWasDecided())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("account/").hasMessageContaining("the log folds to something else");
    }

    @Test
    void a_fold_that_breaks_on_an_accepted_event_is_found() {
        var fragile = Fold.by(Ledger.ACCOUNT).from(0L)
                .on(Paid.class, (cents, event) -> cents + 100 / (event.cents() - 3));
        var paying = Decider.of(Pay.class, EVENTS).reading(fragile, Pay::account)
                .decide((pay, _) -> accept(new Paid(pay.account(), pay.cents(), "")));
        fails(() -> Laws.of(EVENTS, paying)
                .generating(Pay.class, random -> new Pay(1, random.nextInt(6), "")).eventsFoldToWhatWasDecided(), """
                what was decided cannot be stored and folded: java.lang.ArithmeticException: / by zero

                    decided  [Paid[account=1, cents=3, note=""]]

                sent    Pay[account=1, cents=3, note=""]
                seed    1""");
    }

    private static final AtomicLong WRITTEN = new AtomicLong();

    /** Each time that it is written it is something else. */
    record Stamped(int account) {
        @JsonProperty
        long at() {
            return WRITTEN.incrementAndGet();
        }
    }

    @Test
    void a_command_that_is_not_the_same_when_it_is_written_again_is_found() {
        var stamping = Decider.of(Stamped.class, EVENTS).reading(BALANCE, Stamped::account)
                .decide((stamped, _) -> accept(new Paid(stamped.account(), 1, "")));
        fails(() -> Laws.of(EVENTS, stamping).generating(Stamped.class, _ -> new Stamped(1))
                .aRepeatedCommandAddsNothing(), """
                Stamped sent again under its id is not known

                    first  Stamped[account=1]: accepted with 1 event
                    again  Stamped[account=1]: its id "command-1" belongs to a command with other content

                sent    Stamped[account=1]
                seed    1""");
    }

    @Test
    void a_decider_that_changes_its_mind_is_found() {
        var asked = new AtomicLong();
        var moody = Decider.of(Pay.class, EVENTS).reading(BALANCE, Pay::account)
                .decide((pay, _) -> asked.incrementAndGet() % 2 == 0 ? accept(new Paid(pay.account(), 1, ""))
                        : refuse("not now"));
        assertThatThrownBy(() -> Laws.of(EVENTS, moody).aRepeatedCommandAddsNothing())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Pay sent again under its id is not known")
                .hasMessageContaining("refused: not now").hasMessageContaining("accepted with 1 event");
    }

    @Test
    void a_step_that_throws_on_a_legal_value_is_found() {
        var exact = Fold.by(Ledger.ACCOUNT).from(0L)
                .on(Paid.class, (_, event) -> Math.negateExact(event.cents()));
        var paying = Decider.of(Pay.class, EVENTS).reading(exact, Pay::account)
                .decide((pay, _) -> accept(new Paid(pay.account(), pay.cents(), "")));
        fails(() -> Laws.of(EVENTS, paying)
                .generating(Paid.class, random -> new Paid(1, random.nextBoolean() ? 1 : Long.MIN_VALUE, ""))
                .foldsAreTotal(), """
                fold by account: a step threw java.lang.ArithmeticException: long overflow

                event   Paid[account=1, cents=-9223372036854775808, note=""]
                key     account/1
                state   0
                seed    1""");
        assertThatThrownBy(() -> Laws.of(EVENTS, paying).foldsAreTotal())
                .as("extremes are made up too").hasMessageContaining("long overflow");
    }

    /** A name has a first letter, until it is forgotten. */
    record Joined(String email, String name) {}

    record Join(String email, String name) {}

    @Test
    void a_step_that_cannot_do_without_a_forgotten_text_is_found() {
        Key<String> member = Key.of("member").personal();
        var events = Events.of(Joined.class).type("joined", Joined.class, member.of(Joined::email))
                .personal(Joined.class, member, "email", "name");
        var initials = Fold.by(member).from("").on(Joined.class, (_, event) -> event.name().substring(0, 1));
        var joining = Decider.of(Join.class, events).reading(initials, Join::email)
                .decide((join, _) -> accept(new Joined(join.email(), join.name())));
        fails(() -> Laws.of(events, joining).generating(Joined.class, _ -> new Joined("a", "anna")).foldsAreTotal(), """
                fold by member: a step threw java.lang.StringIndexOutOfBoundsException: BEGIN

                event   Joined[email="", name=""]
                key     member/a
                state   ""
                seed    1""".replace("BEGIN", "Range [0, 1) out of bounds for length 0"));
    }

    @Test
    void a_law_that_was_not_tried_does_not_hold() {
        var never = Decider.of(Pay.class, EVENTS).reading(BALANCE, Pay::account).decide((_, _) -> refuse("never"));
        fails(() -> Laws.of(EVENTS, never).eventsFoldToWhatWasDecided(), """
                nothing was tried: of 600 commands none was accepted; say generating(..) for commands that make sense

                seed    1""");
        assertThatThrownBy(() -> Laws.of(EVENTS).aRepeatedCommandAddsNothing())
                .hasMessage("application 'laws' has no decider, so there is no command to try: add it to what the laws"
                        + " are made of");
    }

    private static void fails(ThrowingCallable test, String message) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Decider;
import io.thence.Decision;
import io.thence.Send;
import io.thence.testing.spec.Ledger.Entry;
import io.thence.testing.spec.Ledger.Entry.Paid;
import io.thence.testing.spec.Ledger.Order.Pay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.testing.spec.Ledger.BALANCE;
import static io.thence.testing.spec.Ledger.EVENTS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The tests of a decider that takes a fee of 10 cents, and deciders that are almost it: each is caught. */
class MutantsTest {

    enum Mutant {
        NONE,
        DROPS_AN_EVENT("1 is missing") {
            @Override
            Decision<Entry> decide(Pay pay, long balance) {
                return first(sound(pay, balance));
            }

            private static Decision<Entry> first(Decision<Entry> decision) {
                return decision instanceof Decision.Accept<Entry>(var events) ? accept(events.getFirst()) : decision;
            }
        },
        WRONG_AMOUNT("≠   cents    -200      200") {
            @Override
            Decision<Entry> decide(Pay pay, long balance) {
                return sound(new Pay(pay.account(), pay.cents() == -200 ? 200 : pay.cents(), pay.note()), balance);
            }
        },
        WRONG_ORDER("1 is missing, 1 was not expected") {
            @Override
            Decision<Entry> decide(Pay pay, long balance) {
                return sound(pay, balance) instanceof Decision.Accept<Entry>(var events) ? accept(events.reversed())
                        : sound(pay, balance);
            }
        },
        REFUSES_TOO_EARLY("refused: only 500 cents, expected 2 events") {
            @Override
            Decision<Entry> decide(Pay pay, long balance) {
                return balance + pay.cents() - 10 <= 0 ? refuse("only " + balance + " cents") : sound(pay, balance);
            }
        },
        REFUSES_TOO_LATE("accepted with 2 events, expected a refusal: only 500 cents") {
            @Override
            Decision<Entry> decide(Pay pay, long balance) {
                return sound(pay, balance + 1);
            }
        },
        SAYS_SOMETHING_ELSE("refused for another reason") {
            @Override
            Decision<Entry> decide(Pay pay, long balance) {
                return balance + pay.cents() < 10 ? refuse("no") : sound(pay, balance);
            }
        };

        private final String seen;

        Mutant(String... seen) {
            this.seen = String.join("", seen);
        }

        Decision<Entry> decide(Pay pay, long balance) {
            return sound(pay, balance);
        }

        static Decision<Entry> sound(Pay pay, long balance) {
            return balance + pay.cents() - 10 < 0 ? refuse("only " + balance + " cents")
                    : accept(new Paid(pay.account(), pay.cents(), pay.note()), new Paid(pay.account(), -10, "fee"));
        }
    }

    private static void tests(Mutant mutant) {
        var spec = Spec.of(EVENTS, Decider.of(Pay.class, EVENTS).reading(BALANCE, Pay::account).decide(mutant::decide))
                .given(new Paid(1, 500, "in"));
        spec.when(new Pay(1, -200, "out")).then(new Paid(1, -200, "out"), new Paid(1, -10, "fee"))
                .thenState(BALANCE, 1, 290L);
        spec.when(new Pay(1, -490, "all")).then(new Paid(1, -490, "all"), new Paid(1, -10, "fee"));
        spec.when(new Pay(1, -491, "more")).thenRefused("only 500 cents");
        spec.when(new Pay(1, 5, "a"), Send.as("1")).when(new Pay(1, 5, "a"), Send.as("1")).thenRepeated();
    }

    @Test
    void the_sound_one_passes() {
        tests(Mutant.NONE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_mutant_is_caught(Mutant mutant) {
        assertThatThrownBy(() -> tests(mutant)).isInstanceOf(AssertionError.class).hasMessageContaining(mutant.seen);
    }
}

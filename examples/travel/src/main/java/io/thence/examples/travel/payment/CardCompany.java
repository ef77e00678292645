// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.payment;

import java.util.SplittableRandom;

/** Who gives money for a card, or declines it: not part of the application, but outside. */
@FunctionalInterface
public interface CardCompany {

    /** Of so many cards it is said how many are declined. */
    int CARDS = 1_000;

    /** Whether it declines a guest's card. Asked again, it answers the same. */
    boolean declines(int booking, int card);

    /** One that declines so many of a thousand cards, as {@code seed} has it. */
    static CardCompany declining(int permille, long seed) {
        return (booking, card) -> new SplittableRandom(seed * 1_000_003 + booking * 31L + card).nextInt(CARDS)
                < permille;
    }
}

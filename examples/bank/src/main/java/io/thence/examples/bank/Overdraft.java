// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.examples.Hundredths;

/**
 * Why a withdrawal is refused: it would take the account below zero. Money is in hundredths of a crown.
 *
 * @param account the account
 * @param haleru  what is in it
 * @param wanted  what was to be taken out
 */
public record Overdraft(int account, long haleru, long wanted) {

    @Override
    public String toString() {
        return "only " + Hundredths.text(haleru) + " in account " + account + ", wanted " + Hundredths.text(wanted);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

/**
 * What is in an account.
 *
 * @param entries how many credits and debits there were
 * @param haleru  credits minus debits, in hundredths of a crown
 */
public record Account(long entries, long haleru) {

    /** Before the first entry. */
    static final Account NEW = new Account(0, 0);

    Account plus(long more) {
        return new Account(entries + 1, Math.addExact(haleru, more));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

/** What the bank can be asked to do. */
public sealed interface BankCommand {

    /** The account that is meant. */
    int account();

    /** Comes to the counter. */
    sealed interface Counter extends BankCommand {}

    /** Pays in. */
    record Deposit(int account, Slip slip) implements Counter {}

    /** Pays out. */
    record Withdraw(int account, Slip slip) implements Counter {}

    /** Books what has happened elsewhere. */
    record Book(int account, Slip slip) implements BankCommand {}

    /** Grants a loan. */
    record GrantLoan(int account, Loan loan) implements BankCommand {}
}

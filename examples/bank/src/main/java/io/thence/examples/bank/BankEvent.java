// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

/** What happened in the bank. */
public sealed interface BankEvent {

    /** The account that it happened to. */
    int account();

    /** Money came in. */
    record Credited(int account, Slip slip) implements BankEvent {}

    /** Money went out. */
    record Debited(int account, Slip slip) implements BankEvent {}

    /** A loan was granted, when {@code haleru} were in the account. */
    record LoanGranted(int account, Loan loan, long haleru) implements BankEvent {}
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

/** What happens at the bank. */
public sealed interface BankEvent {

    /** What happens to one account. */
    sealed interface Booked extends BankEvent {
        /** The account. */
        String account();

        /** What it changes. */
        long cents();
    }

    record Opened(String account, String owner) implements BankEvent {}

    record Deposited(String account, long cents) implements Booked {}

    record Withdrawn(String account, long cents) implements Booked {}

    /** Filed under both accounts. */
    record Moved(String from, String to, long cents) implements BankEvent {}

    /** Filed under nothing. */
    record Noted(String text) implements BankEvent {}
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import java.util.List;

/** What the bank is asked to do. */
public sealed interface BankCommand {

    /** What concerns one account. */
    sealed interface AtCounter extends BankCommand {
        /** The account. */
        String account();
    }

    record Deposit(String account, long cents) implements AtCounter {}

    record Withdraw(String account, long cents) implements AtCounter {}

    /** Withdraws all, in one event for each coin: nothing where there is nothing. */
    record Empty(String account) implements AtCounter {}

    /** An owner may have two accounts. */
    record Open(String account, String owner) implements BankCommand {}

    record Move(String from, String to, long cents) implements BankCommand {}

    /** Takes from each account that can give. */
    record Levy(List<String> accounts, long cents) implements BankCommand {}

    record Note(String text) implements BankCommand {}
}

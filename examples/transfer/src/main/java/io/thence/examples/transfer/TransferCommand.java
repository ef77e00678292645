// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

/** What the bank can be asked to do. Money is in haleru, hundredths of a crown. */
public sealed interface TransferCommand {

    /** What is done with an account. */
    sealed interface OfAccount extends TransferCommand {
        /** Its number. */
        int account();
    }

    /** What is done with a transfer. */
    sealed interface OfTransfer extends TransferCommand {
        /** Its name. */
        String transfer();
    }

    /** Opens an account. */
    record Open(int account, long haleru) implements OfAccount {}

    /** Closes an account. */
    record Close(int account) implements OfAccount {}

    /** Takes money out of an account, for a transfer. */
    record Take(int account, String transfer, long haleru) implements OfAccount {}

    /** Gives an account what a transfer has taken out of another. */
    record Give(int account, String transfer, long haleru) implements OfAccount {}

    /** Gives an account back what a transfer has taken out of it. */
    record GiveBack(int account, String transfer, long haleru) implements OfAccount {}

    /** Asks for a transfer. */
    record Request(String transfer, int from, int to, long haleru) implements OfTransfer {}

    /** Asks that a transfer is not made, if it is not made yet. */
    record Cancel(String transfer) implements OfTransfer {}
}

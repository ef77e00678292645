// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

/** What happened in the bank. Money is in haleru, hundredths of a crown. */
public sealed interface TransferEvent {

    /** What happened to an account. */
    sealed interface OfAccount extends TransferEvent {
        /** Its number. */
        int account();
    }

    /** What a transfer did to an account. */
    sealed interface Entry extends OfAccount {
        /** The transfer's name. */
        String transfer();

        /** How much, never negative. */
        long haleru();
    }

    /** An account was opened with this in it. */
    record Opened(int account, long haleru) implements OfAccount {}

    /** An account was closed: what is in it stays, and nothing comes in or goes out any more. */
    record Closed(int account) implements OfAccount {}

    /** Money was taken out of an account, to be given to another. */
    record Taken(int account, String transfer, long haleru) implements Entry {}

    /** Money that was taken out of another account came in. */
    record Given(int account, String transfer, long haleru) implements Entry {}

    /** Money that was taken out and could not be given came back. */
    record GivenBack(int account, String transfer, long haleru) implements Entry {}

    /** Somebody wants money moved. */
    record Requested(String transfer, int from, int to, long haleru) implements TransferEvent {}

    /** Nobody wants it moved any more. */
    record Cancelled(String transfer) implements TransferEvent {}
}

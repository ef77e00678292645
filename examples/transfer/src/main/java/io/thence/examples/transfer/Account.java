// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

/**
 * An account.
 *
 * @param state  whether there is one
 * @param haleru what is in it, in hundredths of a crown; below zero where the bank has let it go there
 */
public record Account(State state, long haleru) {

    /** No such account. */
    static final Account NONE = new Account(State.NONE, 0);

    /** What becomes of an account. */
    public enum State {
        /** There is none. */
        NONE,
        /** Money comes and goes. */
        OPEN,
        /** What is in it stays. */
        CLOSED
    }

    Account closed() {
        return new Account(State.CLOSED, haleru);
    }

    Account plus(long more) {
        return new Account(state, Math.addExact(haleru, more));
    }

    boolean isOpen() {
        return state == State.OPEN;
    }
}

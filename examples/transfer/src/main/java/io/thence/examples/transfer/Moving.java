// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

/**
 * What a transfer on its way needs to know.
 *
 * @param to      the account that is given to
 * @param haleru  how much
 * @param failure why it is not made; empty where it is, or may be yet
 */
public record Moving(int to, long haleru, String failure) {

    /** Before it is asked for. */
    static final Moving NONE = new Moving(0, 0, "");

    Moving failed(String why) {
        return new Moving(to, haleru, why);
    }
}

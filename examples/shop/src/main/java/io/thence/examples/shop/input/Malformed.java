// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/** Ends the reading of one line; its message is the reason. It has no stack trace: it is about data, not code. */
final class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    Malformed(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

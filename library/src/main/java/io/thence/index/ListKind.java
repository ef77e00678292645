// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** What a list of postings is for. Its number is a part of stored fingerprints. */
public enum ListKind {
    /** A value of a key. */
    KEY(0),
    /** An event type. */
    TYPE(1),
    /** A correlation id. */
    CORRELATION(2),
    /** A command id: the place of its batch. */
    COMMAND(3),
    /** The id of an event that came with one. */
    EVENT(4);

    private final int number;

    ListKind(int number) {
        this.number = number;
    }

    /** Its number in fingerprints. */
    int number() {
        return number;
    }
}

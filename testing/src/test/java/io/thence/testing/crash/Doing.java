// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

/** What goes on in a {@link Trial} at a moment. */
enum Doing {
    OPENING, APPENDING, ROLLING, SEALING, TRUNCATING, COMPACTING, BACKING_UP, KEEPING_A_STATE,
    RESTING, READING, CLOSING;

    static Doing of(Deed deed) {
        return switch (deed) {
            case Deed.Roll _ -> ROLLING;
            case Deed.Seal _ -> SEALING;
            case Deed.Truncate _ -> TRUNCATING;
            case Deed.Compact _ -> COMPACTING;
            case Deed.Backup _ -> BACKING_UP;
            case Deed.Snapshot _ -> KEEPING_A_STATE;
            case Deed.Appends _ -> APPENDING;
            case Deed.Rest _ -> RESTING;
            case Deed.Reopen _, Deed.LoseIndex _ -> CLOSING;
            default -> READING;
        };
    }
}

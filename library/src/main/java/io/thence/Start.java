// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;

/** Where in the log a consumer begins, or goes on; alone it stands for all from there on. */
public sealed interface Start extends Stretch {

    /** With the first event. */
    Start BEGINNING = new Beginning();

    /** With what happens from now on. */
    Start END = new End();

    /** With the first event. */
    record Beginning() implements Start {}

    /** With what happens from now on: after the head, as it is when that is asked for. */
    record End() implements Start {}

    /** With what comes after a position. */
    record After(Position position) implements Start {}

    /** With the first event that was stored at a time, or later; where there is none yet, with what happens next. */
    record At(Instant time) implements Start {}

    /** With what comes after {@code position}, which is one of this log. */
    static Start after(Position position) {
        return new After(position);
    }

    /** With the first event that was stored at {@code time}, or later. */
    static Start at(Instant time) {
        return new At(time);
    }
}

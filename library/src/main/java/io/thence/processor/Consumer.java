// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.world.Progress;

/** What consumes events and runs, as those see it who tell it something. From any thread. */
public interface Consumer {

    /** The name that its dead letters, and what it is told, are filed under. */
    String name();

    /** How far it has come. */
    Progress progress();

    /** It was told something, which is in the log. */
    void told();

    /** Whether it knows all that was told up to {@code position}, and no dead letter is being tried again. */
    boolean isThrough(long position);

    /** Whether nothing is left of all that it was told up to {@code position}, but for a pause. */
    boolean isSettled(long position);
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A kind of thing that goes wrong in a simulated life. The seed says where and how often: each life has some kinds
 * often, some seldom and some not at all, so that they are met together and apart.
 */
public enum Fault {
    /** The power goes between any two steps: what was not flushed is lost, or a part of it. */
    POWER_LOSS,
    /** The process ends between any two steps, and another one starts on what it has written. */
    PROCESS_END,
    /** A command is sent twice under one id: again after it was answered, or twice at the same time. */
    COMMAND_REPEATED,
    /** An event is handed to its handler again though it was handled. */
    EVENT_REPEATED,
    /** An event comes late to its handler: up to some seconds, while those of other keys overtake it. */
    EVENT_LATE,
    /** A handler takes some seconds to come back when it has done its work; the outside does, before or after. */
    HANDLER_SLOW,
    /** A handler fails before it has done anything; a call to the outside does. */
    HANDLER_FAILED_BEFORE,
    /** A handler fails after it has done all of its work; the outside has done its own, and the answer is lost. */
    HANDLER_FAILED_AFTER,
    /**
     * Whom a part with a circuit breaker needs outside is away for a second or two: what it calls there fails, or its
     * handler. Counted as often as the breaker has opened by it.
     */
    BREAKER_OPENED,
    /** The wall clock jumps forwards, by up to five minutes. */
    CLOCK_FORWARDS,
    /** The wall clock jumps backwards, by up to five minutes. */
    CLOCK_BACKWARDS,
    /** The disk has no room for the log for a while, of up to two seconds. Tables on it are not concerned. */
    DISK_FULL;

    private static final Set<Fault> OF_HANDLERS = Collections.unmodifiableSet(EnumSet.of(EVENT_REPEATED, EVENT_LATE,
            HANDLER_SLOW, HANDLER_FAILED_BEFORE, HANDLER_FAILED_AFTER));

    /**
     * Those that can happen in {@code application}, which many lives meet: what needs a handler only where there is a
     * reaction, saga or schedule, and a breaker opens only where one of these has one.
     */
    public static Set<Fault> of(Application application) {
        var faults = EnumSet.allOf(Fault.class);
        if (application.reactions().isEmpty() && application.sagas().isEmpty() && application.schedules().isEmpty()) {
            faults.removeAll(OF_HANDLERS);
        }
        if (Partners.of(application).isEmpty()) {
            faults.remove(BREAKER_OPENED);
        }
        return faults;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * What has happened to the running system itself, as an event of the library's own, in the same log as all others. Each
 * is filed under what it is about, by the key {@code $system}; the events that say that another was given up are so
 * too. An application's consumers pass over them; they are read from the store by their type, such as
 * {@code thence.breaker-changed}.
 */
public sealed interface SystemEvent {

    /** The name of the part that it is about. */
    String about();

    /**
     * The circuit breaker of a consumer has changed.
     *
     * @param about the consumer
     * @param from  the state that it was in
     * @param to    the state that it is in
     * @param cause what was thrown last; empty if nothing was
     */
    record BreakerChanged(String about, BreakerState from, BreakerState to, String cause) implements SystemEvent {}

    /**
     * A part has failed, is taken down, and begins again at its checkpoint after a rest.
     *
     * @param about      the part
     * @param restart    the number of this restart within the period of its {@link Supervision}, from 1
     * @param restMillis how long it rests before
     * @param cause      what has failed, as far as that may be stored; the log lines have all of it
     */
    record Restarted(String about, int restart, long restMillis, String cause) implements SystemEvent {}

    /**
     * A part has failed too often, and runs no more until the process is started again.
     *
     * @param about    the part
     * @param restarts how often it was restarted within the period before
     * @param cause    what has failed, as far as that may be stored
     */
    record GaveUp(String about, int restarts, String cause) implements Ended {}

    /** A part runs no more until the process is started again: who wants to know of each looks at both kinds. */
    sealed interface Ended extends SystemEvent {}

    /**
     * A part has stopped since its user, or a limit, says so, and would stop again where it is started as it is: by the
     * rule STOP of a policy, with more dead letters or parked keys than may be, or since it runs somewhere else too.
     * It is told once, and not of what stops with its application, or with the store.
     *
     * @param about the part
     * @param cause why, and what to do, as far as that may be stored; the log lines have all of it
     */
    record Halted(String about, String cause) implements Ended {}

    /**
     * A part is further behind the log than its {@link Supervision} allows, by events or by time.
     *
     * @param about     the part
     * @param events    how many of its events it has not taken in
     * @param millis    how long ago the first of them was appended
     * @param eventsMax how many they may be; 0 if nobody wants to know
     * @param millisMax how long ago that may be; 0 if nobody wants to know
     */
    record LagOver(String about, long events, long millis, long eventsMax, long millisMax) implements SystemEvent {}

    /**
     * A part that was too far behind the log is so no more: by half of what is allowed, or less.
     *
     * @param about  the part
     * @param events how many of its events it has not taken in
     * @param millis how long ago the first of them was appended; 0 where there is none
     */
    record LagEnded(String about, long events, long millis) implements SystemEvent {}

    /**
     * A consumer has given an event up: it is a dead letter, and its key waits. A processor
     * writes it with its checkpoint, a projection after its own, as {@code thence.dead-lettered}.
     *
     * @param about    the consumer
     * @param key      what the event is handled under, as it is filed
     * @param position number of its position
     * @param event    its id
     * @param type     its type, as it is stored
     * @param attempts how often it was tried
     * @param cause    what was thrown, as far as that may be stored
     */
    record DeadLettered(String about, KeyValue key, long position, String event, String type, int attempts,
            String cause) implements SystemEvent {}

    /**
     * A call of a handler does not end.
     *
     * @param about  the part
     * @param event  the id of the event that it is about; of several the first
     * @param key    what that event is handled under, as it is filed
     * @param millis for how long it was seen to be under way
     * @param stack  where it stands, a frame a line
     */
    record Stuck(String about, String event, String key, long millis, String stack) implements SystemEvent {}

    /**
     * A call that was stuck has ended.
     *
     * @param about  the part
     * @param event  the id of the event that it was about
     * @param key    what that event is handled under, as it is filed
     * @param millis for how long it was seen to be under way
     */
    record Unstuck(String about, String event, String key, long millis) implements SystemEvent {}

    /**
     * The disk has less room than it should.
     *
     * @param about     where the application keeps its log
     * @param freeBytes what is free
     * @param minBytes  what should be
     */
    record DiskLow(String about, long freeBytes, long minBytes) implements SystemEvent {}

    /**
     * The disk has as much room again as it should.
     *
     * @param about     where the application keeps its log
     * @param freeBytes what is free
     */
    record DiskEnough(String about, long freeBytes) implements SystemEvent {}

    /** The state of a circuit breaker. */
    enum BreakerState {
        /** Calls are made. */
        CLOSED,
        /** No call is made: too many have failed. */
        OPEN,
        /** A few calls are made, to see whether that has passed. */
        HALF_OPEN
    }
}

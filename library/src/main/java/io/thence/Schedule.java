// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Has commands sent, or events happen, at times: those of a {@link Cron}, or such as running code asks for. Each time
 * is an event in the log before anything is done about it, and what is done has an id that is made of the schedule's
 * name and the time: so after a crash it goes on where it was, and each is done once. What fails is tried again, and
 * becomes a {@link DeadLetter} in the end, as the {@link Policy} says.
 *
 * @param name     the name of its checkpoint, and in what is stored; never changes
 * @param when     which times
 * @param makes    what it makes: commands or events, a record or a sealed interface of records
 * @param brings   whether it makes events; else they are commands
 * @param missed   what becomes of times that are found late
 * @param policy   what is done about what it fails on
 * @param declared where the code declares it
 */
public record Schedule(
        String name, When when, Class<?> makes, boolean brings, Missed missed, Policy policy, CodePlace declared)
        implements Part {

    public Schedule {
        Names.check("schedule", name);
    }

    /** Which times. */
    public sealed interface When {}

    /**
     * Times that come again.
     *
     * @param making what each of them makes
     */
    public record Again(Cron cron, Making<?> making) implements When {}

    /** Times that running code asks for, each with what is to be done then. */
    public record OnDemand() implements When {}

    /** What a time makes. */
    @FunctionalInterface
    public interface Making<T> {
        /** The command, or the event, of {@code due}; the same whenever it is asked. */
        T at(ZonedDateTime due);
    }

    /** A schedule of which the name is known. */
    public record Named(String name) {

        /** At the times of a {@link Cron} by the clocks of {@code zone}. */
        public By cron(String expression, ZoneId zone) {
            return new By(name, new Cron(expression, zone));
        }

        /** Commands at times that running code asks for. */
        public Schedule sending(Class<?> command) {
            return new Schedule(name, new OnDemand(), command, false, Missed.ALL, Policy.DEFAULT, CodePlace.ofCaller());
        }

        /** Events at times that running code asks for. */
        public Schedule bringing(Class<?> event) {
            return new Schedule(name, new OnDemand(), event, true, Missed.ALL, Policy.DEFAULT, CodePlace.ofCaller());
        }
    }

    /** A schedule of which the times are known. */
    public record By(String name, Cron cron) {

        /** Sends a command at each. */
        public <C> Schedule sending(Class<C> command, Making<? extends C> making) {
            return new Schedule(name, new Again(cron, making), command, false, Missed.ALL, Policy.DEFAULT,
                    CodePlace.ofCaller());
        }

        /** Has an event happen at each; it says that it happened then, however late it is appended. */
        public <E> Schedule bringing(Class<E> event, Making<? extends E> making) {
            return new Schedule(name, new Again(cron, making), event, true, Missed.ALL, Policy.DEFAULT,
                    CodePlace.ofCaller());
        }
    }

    /** Starts a schedule, as in {@code nightly-closing}. */
    public static Named named(String name) {
        return new Named(name);
    }

    /** Says what becomes of times that are found late; {@link Missed#ALL} where nothing is said. */
    public Schedule missed(Missed other) {
        return new Schedule(name, when, makes, brings, other, policy, declared);
    }

    /** Says what is done about what it fails on; {@link Policy#DEFAULT} where nothing is said. */
    public Schedule policy(Policy other) {
        return new Schedule(name, when, makes, brings, missed, other, declared);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches events, or the parts of the application at work, and is raised for a key while a rule holds of it. That it is
 * raised, and that it is over, are events, each once, whatever crashes; its {@link Notifier}s are told of both.
 *
 * <pre>{@code
 * Alert.named("declined").on(Declined.class).by(CARD).count(Duration.ofMinutes(5)).atLeast(3)
 *         .severity(Severity.CRITICAL).notifying(Notifier.LOG)
 * Alert.named("no-orders").on(Ordered.class).absent(Duration.ofHours(1))
 * Alert.named("mailer-lags").of(Measure.LAG_SECONDS, MAILER).latest().over(60).lasting(Duration.ofMinutes(2))
 * }</pre>
 *
 * <p>The time of an event is that of its append: such times ascend in a log, so what is raised follows from the log
 * alone. An event that is annulled later has counted.
 *
 * @param name      stands in the log; never changes
 * @param watched   what it looks at
 * @param rule      when it is raised
 * @param lasting   for how long the rule must hold before it is raised
 * @param calm      for how long it must hold no more before it is over
 * @param severity  how bad it is
 * @param notifiers who is told
 * @param keysMax   of how many keys something is known at most, 1 to {@value #KEYS_MAX}: the one that was seen longest
 *                  ago is forgotten for another one, and over, if it was raised
 * @param policy    what is done where a notifier fails
 * @param declared  where the code declares it
 */
public record Alert(String name, Watched watched, AlertRule rule, Duration lasting, Duration calm, Severity severity,
        List<Notifier> notifiers, int keysMax, Policy policy, CodePlace declared) implements Part {

    /** The key of an alert that looks at all together. */
    public static final String ALL = "*";

    /** The most keys: each takes some kilobytes at most. */
    public static final int KEYS_MAX = 50_000;

    /** The longest window, and the longest time for which a rule must hold. */
    public static final Duration LONGEST = Duration.ofDays(31);

    /** How often parts are looked at where nothing else is said. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** Twenty attempts within about an hour, and not 256 calls to one mail server at the same time. */
    private static final Policy PATIENT = Policy.DEFAULT.attempts(20)
            .resting(Duration.ofSeconds(1), Duration.ofMinutes(5)).lanes(16);

    private static final int KEYS = 10_000;

    public Alert {
        Names.check("alert", name);
        notifiers = List.copyOf(notifiers);
    }

    /** How bad it is. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** Somebody should look at it. */
        WARNING,
        /** Somebody must look at it now. */
        CRITICAL
    }

    static Alert of(String name, Watched watched, AlertRule rule) {
        return new Alert(name, watched, rule, Duration.ZERO, Duration.ZERO, Severity.WARNING, List.of(), KEYS, PATIENT,
                CodePlace.ofCaller());
    }

    /** Starts an alert, as in {@code payments-declined}. */
    public static Alerting.Named named(String name) {
        return new Alerting.Named(name);
    }

    /** Says for how long the rule must hold before it is raised; at once, where nothing is said. */
    public Alert lasting(Duration time) {
        return new Alert(name, watched, rule, time, calm, severity, notifiers, keysMax, policy, declared);
    }

    /** Says for how long the rule must hold no more before it is over; at once, where nothing is said. */
    public Alert overAfter(Duration time) {
        return new Alert(name, watched, rule, lasting, time, severity, notifiers, keysMax, policy, declared);
    }

    /** Says how bad it is; {@link Severity#WARNING} where nothing is said. */
    public Alert severity(Severity other) {
        return new Alert(name, watched, rule, lasting, calm, other, notifiers, keysMax, policy, declared);
    }

    /** Says who is told, beside those that were said before. */
    public Alert notifying(Notifier... more) {
        var all = new ArrayList<>(notifiers);
        all.addAll(List.of(more));
        return new Alert(name, watched, rule, lasting, calm, severity, all, keysMax, policy, declared);
    }

    /** Says of how many keys something is known at most; 10,000 where nothing is said. */
    public Alert keysMax(int most) {
        return new Alert(name, watched, rule, lasting, calm, severity, notifiers, most, policy, declared);
    }

    /** Says what is done where a notifier fails; twenty attempts within about an hour where nothing is said. */
    public Alert policy(Policy other) {
        return new Alert(name, watched, rule, lasting, calm, severity, notifiers, keysMax, other, declared);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.LagEnded;
import io.thence.SystemEvent.LagOver;
import io.thence.ThenceException;
import io.thence.store.Lag;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks at how far parts are behind the log, every ten seconds, and tells when that is too much, and when it is half of
 * what may be, or less. A part of which it cannot be told stays as it was. After a start nothing is known to be told.
 */
final class LagWatch implements Machine {

    private static final System.Logger LOG = System.getLogger(LagWatch.class.getName());
    private static final Duration APART = Duration.ofSeconds(10);

    private final long eventsMax;
    private final long millisMax;
    private final List<String> parts;
    private final Function<String, Lag> lags;
    private final Consumer<SystemEvent> system;
    private final Signal signal = new Signal();
    private final Set<String> over = new HashSet<>();

    /** Has {@code system} told of {@code parts}, whose lag {@code lags} has; for where {@link #isWanted}. */
    LagWatch(Supervision bounds, List<String> parts, Function<String, Lag> lags, Consumer<SystemEvent> system) {
        eventsMax = bounds.lagEventsMax();
        millisMax = bounds.lagMax().toMillis();
        this.parts = parts;
        this.lags = lags;
        this.system = system;
    }

    /** Whether anybody wants to know. */
    static boolean isWanted(Supervision bounds) {
        return bounds.lagEventsMax() > 0 || bounds.lagMax().toMillis() > 0;
    }

    @Override
    public boolean step() {
        for (var part : parts) {
            try {
                look(part, lags.apply(part));
            } catch (ThenceException e) {
                LOG.log(System.Logger.Level.DEBUG, "how far '" + part + "' is behind cannot be found out", e);
            }
        }
        return false;
    }

    private void look(String part, Lag lag) {
        long events = lag.events();
        long millis = lag.time().toMillis();
        if (isMore(events, eventsMax) || isMore(millis, millisMax)) {
            if (over.add(part)) {
                LOG.log(System.Logger.Level.WARNING, "'" + part + "' is " + events + " events behind the log, the first"
                        + " of which is " + lag.time() + " old: see by its progress and dead letters what holds it up");
                system.accept(new LagOver(part, events, millis, eventsMax, millisMax));
            }
        } else if (isHalf(events, eventsMax) && isHalf(millis, millisMax) && over.remove(part)) {
            LOG.log(System.Logger.Level.INFO, "'" + part + "' is too far behind the log no more: " + events
                    + " events, the first of which is " + lag.time() + " old");
            system.accept(new LagEnded(part, events, millis));
        }
    }

    private static boolean isMore(long now, long most) {
        return most > 0 && now > most;
    }

    private static boolean isHalf(long now, long most) {
        return most == 0 || now <= most / 2;
    }

    @Override
    public boolean isLight() {
        return true;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return APART;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.ThenceException.DiskFull;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.alert.RuleMachine.Turn;
import io.thence.event.Ports;
import io.thence.processor.DueClock;
import io.thence.processor.Processor;
import io.thence.stream.KeyedStates;
import io.thence.stream.KeyedStates.Out;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes what an alert looks at to its {@link RuleMachine}, and says in the log what comes of it. What has been said is
 * not said again: where the machine has to begin anew, the log says what is raised.
 */
abstract class Watch extends DueClock {

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    private final Alert alert;
    private final Ports ports;
    private volatile AlertLog log;
    private final Processor telling;
    private KeyedStates<RuleState, RuleMachine.Input, Turn> states;
    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private boolean isResumed;

    /**
     * That of an alert.
     *
     * @param telling tells of what this says
     */
    Watch(Alert alert, Ports ports, Processor telling) {
        super(new Named(alert.name(), "alert '" + alert.name() + "'", alert.name() + "-watch"), ports);
        this.alert = alert;
        this.ports = ports;
        this.telling = telling;
        log = new AlertLog(alert.name(), ports.store());
        states = nothing();
        telling.progress().tell(signal()); // what is told of has come further
    }

    private KeyedStates<RuleState, RuleMachine.Input, Turn> nothing() {
        return new KeyedStates<>(new RuleMachine(alert), alert.keysMax(), this::dropped);
    }

    /** Looks at what there is, and says what comes of it; whether there was anything. */
    abstract boolean watch();

    /** Where that fails amid what it looks at, it knows of no place up to which all is said, at its end neither. */
    @Override
    protected final boolean work() {
        try {
            return watch();
        } catch (DiskFull e) {
            throw e; // it is said when there is room
        } catch (RuntimeException | Error e) {
            log.giveUp();
            throw e;
        }
    }

    @Override
    protected void again() {
        log = new AlertLog(alert.name(), ports.store());
        states = nothing();
        isResumed = false;
    }

    final Ports ports() {
        return ports;
    }

    final AlertLog log() {
        return log;
    }

    final KeyedStates<RuleState, RuleMachine.Input, Turn> states() {
        return states;
    }

    /** What is raised now, by its key. From any thread. */
    final Map<String, Raised> open() {
        return log.open();
    }

    /** How often a key was forgotten since another one took its place, since the start. From any thread. */
    final long forgotten() {
        return forgotten.get();
    }

    /** How often an event could not be read, or a part not be measured, since the start. From any thread. */
    final long failed() {
        return failed.get();
    }

    /** The time, as events have it. */
    final Instant now() {
        return ports.world().now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Something cannot be looked at: that is told the first time, and then whenever it is twice as often. */
    final void failed(String what, Exception why) {
        long count = failed.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.log(System.Logger.Level.WARNING, "alert '" + alert.name() + "' passes over " + what + ", " + count
                    + " in all since the start: mend what it looks at", why);
        }
    }

    private void dropped(String key, RuleState state) {
        long count = forgotten.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.log(System.Logger.Level.WARNING, "alert '" + alert.name() + "' looks at more than " + alert.keysMax()
                    + " keys, and has forgotten '" + key + "', " + count + " in all since the start: raise keysMax(..),"
                    + " or look at fewer");
        }
        if (isResumed && state.raised().isPresent()) {
            over(key, state.raised().get(), states.now(), "forgotten, since there are more than "
                    + alert.keysMax() + " keys");
        }
    }

    /** An alert is over for a reason of its own. */
    final void over(String key, Instant since, Instant at, String why) {
        log.add(new Resolved(alert.name(), key, alert.severity(), since, at, Optional.empty(), why));
    }

    /** Is to be said, unless it is of a time of which all is said. */
    final void take(List<Out<Turn>> outs) {
        for (var out : isResumed ? outs : List.<Out<Turn>>of()) {
            var turn = out.out();
            var value = turn.value().isPresent() ? Optional.of(turn.value().getAsDouble()) : Optional.<Double>empty();
            log.add(turn.isRaised()
                    ? new Raised(alert.name(), out.key(), alert.severity(), turn.since(), out.at(), value,
                            alert.rule().text())
                    : new Resolved(alert.name(), out.key(), alert.severity(), turn.since(), out.at(), value,
                            alert.rule().text()));
        }
    }

    /**
     * What the log says is raised is known from before anything is looked at: it may have been raised by what is not
     * read again, and go on holding by itself.
     */
    final void knowOpen() {
        log.open().values().stream().sorted(Comparator.comparing(Raised::at).thenComparing(Raised::key))
                .forEach(raised -> states.know(raised.key(), known(raised)));
    }

    /** What is raised is what the log says is, and nothing else is: from here on what comes of it is said. */
    final void resume() {
        isResumed = true;
        var open = log.open();
        var keys = new LinkedHashSet<>(states.keys());
        keys.addAll(open.keySet());
        for (var key : keys) {
            var since = Optional.ofNullable(open.get(key)).map(Raised::since);
            take(states.change(key, state -> state.raised(since)));
        }
    }

    final boolean isResumed() {
        return isResumed;
    }

    /** What is known of a key that is raised, and of which nothing has come since. */
    abstract RuleState known(Raised raised);

    /** Everything up to {@code upTo} is looked at; its progress is that once all are told of what has come of it. */
    final void lookedAt(long upTo) {
        var failure = telling.progress().failure();
        if (failure != null) {
            throw failure;
        }
        if (telling.progress().upTo() >= log.saidAt()) {
            progress().finished(upTo);
        }
    }

    @Override
    public void close() {
        super.close();
        telling.progress().ignore(signal());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.SystemEvent;
import io.thence.SystemEvent.Stuck;
import io.thence.SystemEvent.Unstuck;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the calls of handlers that do not end, by looks at what is under way: those who call tell it nothing but that
 * something begins, and that only while it rests. What two looks find that are far enough apart is stuck; it is told
 * once, and once when it has ended.
 */
final class CallWatch implements Machine {

    private static final System.Logger LOG = System.getLogger(CallWatch.class.getName());
    private static final int LOOKS = 10;

    private final World world;
    private final Duration stuckAfter;
    private final Duration apart;
    private final Consumer<SystemEvent> system;
    private final Signal signal = new Signal();
    private final List<CallSource> all = new CopyOnWriteArrayList<>();
    private Map<Object, Seen> seen = new LinkedHashMap<>();
    private volatile List<String> stuck = List.of();
    private volatile boolean isIdle = true;
    private boolean wasIdle = true;
    private long lookNanos;

    /** A call that a look has found. */
    private static final class Seen {
        final CallSource whose;
        final Call call;
        final long sinceNanos;
        Call.@Nullable Subject told;

        Seen(CallSource whose, Call call, long sinceNanos) {
            this.whose = whose;
            this.call = call;
            this.sinceNanos = sinceNanos;
        }

        /** What it is about, which is found out once, when that is told. */
        Call.Subject subject() {
            return Objects.requireNonNullElseGet(told, () -> told = call.described());
        }

        boolean isTold() {
            return told != null;
        }

        String sentence(Duration time) {
            return whose.who() + " has been over " + subject() + " for " + time.toSeconds() + " s";
        }
    }

    CallWatch(World world, Duration stuckAfter, Consumer<SystemEvent> system) {
        this.world = world;
        this.stuckAfter = stuckAfter;
        this.system = system;
        apart = stuckAfter.dividedBy(LOOKS);
    }

    void add(CallSource one) {
        all.add(one);
    }

    void remove(CallSource one) {
        all.remove(one);
    }

    /** Those of the part {@code about}. */
    List<Call> calls(String about) {
        return all.stream().filter(one -> one.about().equals(about)).flatMap(one -> one.calls().get().stream())
                .toList();
    }

    /** Something may be under way now. From any thread; it costs next to nothing. */
    void begins() {
        if (isIdle) {
            isIdle = false;
            signal.raise();
        }
    }

    /** What is stuck, each in a sentence. From any thread. */
    List<String> stuck() {
        return stuck;
    }

    @Override
    public boolean step() {
        if (wasIdle) {
            if (!isIdle) {
                wasIdle = false;
                lookNanos = world.nanos() + apart.toNanos(); // most of what begins ends before that
            }
        } else if (world.nanos() >= lookNanos) {
            look();
        }
        return false;
    }

    private void look() {
        isIdle = true; // who begins after this says so, and who began before is seen
        long now = world.nanos();
        lookNanos = now + apart.toNanos();
        var found = new LinkedHashMap<Object, Seen>();
        for (var one : all) {
            for (var call : one.calls().get()) {
                var before = seen.remove(call.token());
                found.put(call.token(), before == null ? new Seen(one, call, now) : before);
            }
        }
        seen.values().stream().filter(Seen::isTold).forEach(gone -> ended(gone, now));
        var sentences = new ArrayList<String>();
        for (var call : found.values()) {
            var time = Duration.ofNanos(now - call.sinceNanos);
            if (time.compareTo(stuckAfter) >= 0) {
                tell(call, time);
                sentences.add(call.sentence(time) + ": see the stack that was logged, and mend its handler");
            }
        }
        stuck = List.copyOf(sentences);
        seen = found;
        wasIdle = found.isEmpty() && isIdle;
        if (!wasIdle) {
            isIdle = false; // never set here: who begins meanwhile has said so
        }
    }

    private void tell(Seen one, Duration time) {
        if (one.isTold()) {
            return;
        }
        var subject = one.subject();
        var stack = one.call.stack();
        LOG.log(System.Logger.Level.WARNING, one.sentence(time) + ": its handler is stuck, and its key with it; it"
                + " stands\n" + stack);
        system.accept(new Stuck(one.whose.about(), subject.event(), subject.key(), time.toMillis(), stack));
    }

    private void ended(Seen gone, long now) {
        var subject = gone.subject();
        var time = Duration.ofNanos(now - gone.sinceNanos);
        LOG.log(System.Logger.Level.INFO, gone.whose.who() + " is no longer over " + subject + ", after "
                + time.toSeconds() + " s: what was stuck has ended");
        system.accept(new Unstuck(gone.whose.about(), subject.event(), subject.key(), time.toMillis()));
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
        return wasIdle ? UNTIL_TOLD : Duration.ofNanos(Math.max(0, lookNanos - world.nanos()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.stream;

import io.thence.stream.KeyedMachine.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The states of the keys of a {@link KeyedMachine}, in memory: takes inputs and times to it, those of all keys in one
 * order. Time never goes back: what comes with an earlier one comes now. Timers that are due go before an input of the
 * same time, the earliest first. For one thread.
 *
 * <p>It knows so many keys at most. One more takes the place of the one to which nothing came in for the longest time,
 * which is handed to whoever asked for that: its state is gone.
 *
 * @param <S> the state of a key
 * @param <I> what comes in
 * @param <O> what goes out
 */
public final class KeyedStates<S, I, O> {

    private final KeyedMachine<S, I, O> machine;
    private final int most;
    private final BiConsumer<String, S> dropped;
    private final LinkedHashMap<String, Kept<S>> states = new LinkedHashMap<>();
    private final TreeSet<Timer> timers =
            new TreeSet<>(Comparator.comparing(Timer::due).thenComparing(Timer::key));
    private Instant now = Instant.MIN;

    private record Kept<S>(S state, Optional<Instant> wake) {}

    private record Timer(Instant due, String key) {}

    /**
     * What has come out.
     *
     * @param key of which
     * @param at  the time of the step
     * @param out what
     */
    public record Out<O>(String key, Instant at, O out) {}

    /** Those of no key, of {@code most} at most; {@code dropped} is given those that go for others. */
    public KeyedStates(KeyedMachine<S, I, O> machine, int most, BiConsumer<String, S> dropped) {
        this.machine = machine;
        this.most = most;
        this.dropped = dropped;
    }

    /** Up to when time has come. */
    public Instant now() {
        return now;
    }

    /** How many keys it knows. */
    public int size() {
        return states.size();
    }

    /** When the next timer is due. */
    public Optional<Instant> nextDue() {
        return timers.isEmpty() ? Optional.empty() : Optional.of(timers.first().due());
    }

    /** Lets time go on to {@code to}; what comes of that. */
    public List<Out<O>> advance(Instant to) {
        var outs = new ArrayList<Out<O>>();
        while (!timers.isEmpty() && !timers.first().due().isAfter(to)) {
            var timer = timers.removeFirst();
            now = later(timer.due());
            var kept = states.get(timer.key());
            if (kept != null) {
                keep(timer.key(), machine.onTimer(kept.state(), now), outs);
            }
        }
        now = later(to);
        return outs;
    }

    private Instant later(Instant time) {
        return time.isAfter(now) ? time : now;
    }

    /** Something comes in for {@code key} at {@code at}; what comes of that, and of the time that has passed. */
    public List<Out<O>> input(String key, I input, Instant at) {
        var outs = advance(at);
        var kept = forget(key); // and is the last one that something came in for
        keep(key, machine.on(kept == null ? machine.start() : kept.state(), input, now), outs);
        makeRoom();
        return outs;
    }

    private void makeRoom() {
        if (states.size() > most) {
            var oldest = states.firstEntry();
            forget(oldest.getKey());
            dropped.accept(oldest.getKey(), oldest.getValue().state());
        }
    }

    private @Nullable Kept<S> forget(String key) {
        var kept = states.remove(key);
        if (kept != null) {
            kept.wake().ifPresent(due -> timers.remove(new Timer(due, key)));
        }
        return kept;
    }

    private void keep(String key, Step<S, O> step, List<Out<O>> outs) {
        step.out().forEach(out -> outs.add(new Out<>(key, now, out)));
        if (step.state().isEmpty()) {
            states.remove(key);
            return;
        }
        step.wake().filter(due -> !due.isAfter(now)).ifPresent(due -> {
            throw new IllegalStateException("at " + now + " a machine asks to be woken at " + due
                    + ": let it be later");
        });
        states.put(key, new Kept<>(step.state().get(), step.wake()));
        step.wake().ifPresent(due -> timers.add(new Timer(due, key)));
    }

    /** Of {@code key} {@code state} is known from before; it looks at the time when something comes in for it. */
    public void know(String key, S state) {
        forget(key);
        states.put(key, new Kept<>(state, Optional.empty()));
        makeRoom();
    }

    /**
     * Changes the state of {@code key} from outside, and has it look at the time: what comes of that.
     *
     * @param change the state, of a key that is not known its start, to another one
     */
    public List<Out<O>> change(String key, Function<S, S> change) {
        var outs = new ArrayList<Out<O>>();
        var kept = states.get(key);
        if (kept != null) {
            kept.wake().ifPresent(due -> timers.remove(new Timer(due, key)));
        }
        var state = change.apply(kept == null ? machine.start() : kept.state());
        keep(key, machine.onTimer(state, now), outs);
        makeRoom();
        return outs;
    }

    /** The keys that it knows; that to which nothing came in for the longest time is the first. */
    public List<String> keys() {
        return List.copyOf(states.keySet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.world.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How often the events were tried that keys wait for, and when they are tried again: a rest is a time to look again,
 * and nobody sleeps for it. It has as many entries as keys are parked at most, and is not stored: attempts begin anew
 * when what uses it does. For one thread.
 */
public final class Attempts {

    private final Policy policy;
    private final World world;
    private final Map<KeyValue, Tried> tried = new LinkedHashMap<>();

    private volatile boolean isCutShort;

    /** An event that was tried; {@code dueNanos} is empty once it is given up. */
    private record Tried(long position, int failures, Optional<Long> dueNanos) {}

    /** None so far, of events that are treated as {@code policy} says. */
    public Attempts(Policy policy, World world) {
        this.policy = policy;
        this.world = world;
    }

    /** What is done about {@code failure}. */
    public Action action(Throwable failure) {
        return policy.action(failure);
    }

    /** What is under way is interrupted now: that it fails is no fault of its events. From any thread. */
    public void cutShort() {
        isCutShort = true;
    }

    /** Throws {@code failure} if it is no fault of the event, since a stop has {@link #cutShort} what met it. */
    public void blameNoEventFor(Throwable failure) {
        if (isCutShort) {
            throw unchecked(failure);
        }
    }

    /** Throws {@code failure} where the policy says that what has met it begins again at its checkpoint. */
    public void beginAgainFor(Throwable failure) {
        if (action(failure) == Action.RESTART) {
            throw unchecked(failure);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    /** The event of {@code key} at {@code position} has failed: the rest until it is tried again, if it is. */
    public Optional<Duration> failed(KeyValue key, long position, Throwable failure) {
        int failures = failures(key, position) + 1;
        boolean goesOn = action(failure) == Action.RETRY && failures < policy.attempts();
        Optional<Duration> rest = goesOn ? Optional.of(policy.rest(failures, world.random().nextDouble()))
                : Optional.empty();
        tried.put(key, new Tried(position, failures, rest.map(time -> world.nanos() + time.toNanos())));
        return rest;
    }

    /** How often the event of {@code key} at {@code position} has failed. */
    public int failures(KeyValue key, long position) {
        var before = tried.get(key);
        return before != null && before.position() == position ? before.failures() : 0;
    }

    /** How often an event is tried in all. */
    public int most() {
        return policy.attempts();
    }

    /** The event of {@code key} at {@code position} is not tried again by itself. */
    void giveUp(KeyValue key, long position) {
        tried.put(key, new Tried(position, failures(key, position), Optional.empty()));
    }

    /** {@code key} is being tried again: nothing of it rests. */
    void begun(KeyValue key) {
        tried.computeIfPresent(key, (_, before) -> new Tried(before.position(), before.failures(), Optional.empty()));
    }

    /** The keys whose rest is over, in the order in which they failed. */
    public List<KeyValue> due() {
        long now = world.nanos();
        return tried.entrySet().stream()
                .filter(each -> each.getValue().dueNanos().filter(due -> due - now <= 0).isPresent())
                .map(Map.Entry::getKey).toList();
    }

    /** The keys of which nothing rests: they are given up, or are being tried just now. */
    List<KeyValue> givenUp() {
        return tried.entrySet().stream().filter(each -> each.getValue().dueNanos().isEmpty())
                .map(Map.Entry::getKey).toList();
    }

    /** How long until a rest is over; empty if nothing rests. */
    public Optional<Duration> left() {
        long now = world.nanos();
        return tried.values().stream().flatMap(each -> each.dueNanos().stream())
                .map(due -> Duration.ofNanos(Math.max(0, due - now))).min(Duration::compareTo);
    }

    /** Nothing waits under {@code key}. */
    void forget(KeyValue key) {
        tried.remove(key);
    }

    /** Nothing waits but under {@code keys}. */
    public void retain(Set<KeyValue> keys) {
        tried.keySet().retainAll(keys);
    }

    /** They begin anew. */
    public void clear() {
        tried.clear();
    }
}

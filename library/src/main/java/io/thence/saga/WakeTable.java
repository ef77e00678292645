// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.Wakes.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Wakes in arrays: by when they are due, a binary heap; by their instances, chains from a table of hashes. An entry
 * is a place in the arrays, some 45 bytes and the value of its key, where an object and its places in two collections
 * would be four times that.
 */
final class WakeTable {

    private static final int NONE = -1;
    private static final int SMALL = 16;

    private final Map<String, String> names = new HashMap<>();
    private @Nullable String[] instances = new String[SMALL];
    private @Nullable String[] wakes = new String[SMALL];
    private long[] armed = new long[SMALL];
    private long[] due = new long[SMALL];
    private int[] next = new int[SMALL];
    private int[] place = new int[SMALL];
    private int[] heap = new int[SMALL];
    private int[] chains = empty(2 * SMALL);
    private int size;
    private int used;
    private int free = NONE;

    private static int[] empty(int length) {
        var chains = new int[length];
        Arrays.fill(chains, NONE);
        return chains;
    }

    int size() {
        return size;
    }

    private int bucket(String instance) {
        int hash = instance.hashCode();
        return (hash ^ (hash >>> 16)) & (chains.length - 1);
    }

    void add(Wanted one) {
        if (free == NONE && used == instances.length) {
            grow();
        }
        int entry = free == NONE ? used++ : free;
        free = free == NONE ? NONE : next[free];
        instances[entry] = one.instance();
        wakes[entry] = names.computeIfAbsent(one.wake().wake(), name -> name);
        armed[entry] = one.wake().armed();
        due[entry] = millis(one.wake().due());
        link(entry);
        place[entry] = size;
        heap[size] = entry;
        up(size++);
    }

    /** As near to a time as milliseconds come. */
    private static long millis(Instant time) {
        long most = Long.MAX_VALUE / 1_000 - 1;
        return time.getEpochSecond() > most ? Long.MAX_VALUE : time.getEpochSecond() < -most ? Long.MIN_VALUE
                : time.toEpochMilli();
    }

    private void link(int entry) {
        int bucket = bucket(instance(entry));
        next[entry] = chains[bucket];
        chains[bucket] = entry;
    }

    private void grow() {
        int length = 2 * instances.length;
        instances = Arrays.copyOf(instances, length);
        wakes = Arrays.copyOf(wakes, length);
        armed = Arrays.copyOf(armed, length);
        due = Arrays.copyOf(due, length);
        next = Arrays.copyOf(next, length);
        place = Arrays.copyOf(place, length);
        heap = Arrays.copyOf(heap, length);
        chains = empty(2 * length);
        for (int entry = 0; entry < used; entry++) { // none is free
            link(entry);
        }
    }

    /** Drops all of an instance. */
    void removeAll(String instance) {
        for (int entry = chains[bucket(instance)]; entry != NONE; ) {
            int after = next[entry];
            if (instance(entry).equals(instance)) {
                remove(entry);
            }
            entry = after;
        }
    }

    /** Drops one, if it is there. */
    void remove(String instance, String wake, long step) {
        for (int entry = chains[bucket(instance)]; entry != NONE; entry = next[entry]) {
            if (instance(entry).equals(instance) && wake(entry).equals(wake) && armed[entry] == step) {
                remove(entry);
                return;
            }
        }
    }

    private void remove(int entry) {
        int bucket = bucket(instance(entry));
        if (chains[bucket] == entry) {
            chains[bucket] = next[entry];
        } else {
            int before = chains[bucket];
            while (next[before] != entry) {
                before = next[before];
            }
            next[before] = next[entry];
        }
        int at = place[entry];
        int last = heap[--size];
        heap[at] = last;
        place[last] = at;
        if (at < size) {
            up(at);
            down(place[last]);
        }
        instances[entry] = null;
        wakes[entry] = null;
        next[entry] = free;
        free = entry;
    }

    private String instance(int entry) {
        return Objects.requireNonNull(instances[entry]);
    }

    private String wake(int entry) {
        return Objects.requireNonNull(wakes[entry]);
    }

    private int compare(int one, int other) {
        int order = Long.compare(due[one], due[other]);
        order = order == 0 ? instance(one).compareTo(instance(other)) : order;
        return order == 0 ? wake(one).compareTo(wake(other)) : order;
    }

    private void up(int from) {
        int entry = heap[from];
        int at = from;
        while (at > 0 && compare(entry, heap[(at - 1) / 2]) < 0) {
            set(at, heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        set(at, entry);
    }

    private void down(int from) {
        int entry = heap[from];
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && compare(heap[child + 1], heap[child]) < 0) {
                child++;
            }
            if (compare(heap[child], entry) >= 0) {
                break;
            }
            set(at, heap[child]);
            at = child;
        }
        set(at, entry);
    }

    private void set(int at, int entry) {
        heap[at] = entry;
        place[entry] = at;
    }

    /** The first ones, at most {@code count}, in their order. */
    List<Wanted> first(int count) {
        var first = new ArrayList<Wanted>();
        var reached = new PriorityQueue<Integer>((one, other) -> compare(heap[one], heap[other]));
        if (size > 0) {
            reached.add(0);
        }
        while (first.size() < count && !reached.isEmpty()) {
            int at = reached.remove();
            first.add(wanted(heap[at]));
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                reached.add(child);
            }
        }
        return first;
    }

    /** All of them, in no order of theirs. */
    List<Wanted> all() {
        return Arrays.stream(heap, 0, size).mapToObj(this::wanted).toList();
    }

    private Wanted wanted(int entry) {
        return new Wanted(instance(entry), new Armed(wake(entry), armed[entry], Instant.ofEpochMilli(due[entry])));
    }

    /** When the first is due, in milliseconds; only where there is one. */
    long firstMillis() {
        return due[heap[0]];
    }
}

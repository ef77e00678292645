// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.Map;
import java.util.TreeMap;

/** How many points there were, by what was being done and by what the next opening did. Any thread. */
final class Histogram {

    private final Map<String, Long> operations = new TreeMap<>();
    private final Map<String, Long> branches = new TreeMap<>();
    private long points;

    synchronized void count(String operation, Branches taken) {
        points++;
        operations.merge(operation, 1L, Long::sum);
        taken.taken().forEach(branch -> branches.merge(branch, 1L, Long::sum));
    }

    synchronized long points() {
        return points;
    }

    synchronized Map<String, Long> operations() {
        return new TreeMap<>(operations);
    }

    synchronized Map<String, Long> branches() {
        return new TreeMap<>(branches);
    }

    /** Takes in what was counted before. */
    synchronized void restore(long count, Map<String, Long> byOperation, Map<String, Long> byBranch) {
        points += count;
        byOperation.forEach((name, n) -> operations.merge(name, n, Long::sum));
        byBranch.forEach((name, n) -> branches.merge(name, n, Long::sum));
    }

    @Override
    public synchronized String toString() {
        var text = new StringBuilder("%,d points%n  by operation%n".formatted(points));
        operations.forEach((name, n) -> text.append("%12d  %s%n".formatted(n, name)));
        text.append("  by branch of the opening that follows%n".formatted());
        branches.forEach((name, n) -> text.append("%12d  %s%n".formatted(n, name)));
        return text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.testing.soak.Business.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the outside has done, by idempotency key. Under one key something is done once; it is demanded that a key always
 * comes with the same request, and that what is done for an account comes in the order of its numbers, none left out
 * and none twice. From any thread.
 */
final class Ledger {

    private static final int WRONGS_MAX = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Done> known = new HashMap<>();
    private final Map<String, Sum> sums = new TreeMap<>();
    private final List<String> wrongs = new ArrayList<>();
    private long repeats;
    private long keysRepeated;
    private int most = 1;

    /** What was done under a key. */
    private record Done(int requestHash, long receipt, int calls) {}

    /** What was done for an account by a service: how often, up to which number, and the sum of the receipts. */
    record Sum(long count, long last, long receipts) {}

    /** Does what is asked, the account and the number first, if it was not done under {@code key}; its receipt. */
    long call(Service service, UUID key, String request) {
        var words = request.split(" ", 3);
        long number = Long.parseLong(words[1]);
        lock.lock();
        try {
            int hash = request.hashCode();
            var before = known.get(key);
            if (before != null) {
                repeats++;
                keysRepeated += before.calls() == 1 ? 1 : 0;
                most = Math.max(most, before.calls() + 1);
                demand(before.requestHash() == hash, "key " + key + " comes with something else: " + request);
                known.put(key, new Done(hash, before.receipt(), before.calls() + 1));
                return before.receipt();
            }
            long receipt = known.size() + 1L;
            known.put(key, new Done(hash, receipt, 1));
            var of = service + " " + words[0];
            var sum = sums.getOrDefault(of, new Sum(0, 0, 0));
            demand(number > sum.last(), of + ": " + number + " is done under another key, or after " + sum.last());
            demand(number <= sum.last() + service.each, of + ": " + number + " is done right after " + sum.last());
            sums.put(of, new Sum(sum.count() + 1, number, sum.receipts() + receipt));
            return receipt;
        } finally {
            lock.unlock();
        }
    }

    /** What was done under {@code key}, if it was. */
    Optional<Long> ask(UUID key) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(key)).map(Done::receipt);
        } finally {
            lock.unlock();
        }
    }

    private void demand(boolean holds, String otherwise) {
        if (!holds && wrongs.size() < WRONGS_MAX) {
            wrongs.add(otherwise);
        }
    }

    /**
     * What it has come to.
     *
     * @param keys         different keys, each of which stands for one effect
     * @param repeats      calls under a key that was known
     * @param keysRepeated keys that came more than once
     * @param most         the most calls under one key
     * @param wrongs       what broke a demand
     * @param sums         by service and account
     */
    record Report(long keys, long repeats, long keysRepeated, int most, List<String> wrongs, Map<String, Sum> sums) {

        String text() {
            var text = new StringBuilder("TOTAL " + keys + " " + repeats + " " + keysRepeated + " " + most + "\n");
            wrongs.forEach(wrong -> text.append("WRONG ").append(wrong).append('\n'));
            sums.forEach((of, sum) -> text.append("SUM ").append(of).append(' ').append(sum.count()).append(' ')
                    .append(sum.last()).append(' ').append(sum.receipts()).append('\n'));
            return text.toString();
        }

        static Report of(String text) {
            var total = new String[0];
            var wrongs = new ArrayList<String>();
            var sums = new TreeMap<String, Sum>();
            for (var line : text.lines().toList()) {
                var words = line.split(" ", -1);
                switch (words[0]) {
                    case "TOTAL" -> total = words;
                    case "WRONG" -> wrongs.add(line);
                    default -> sums.put(words[1] + " " + words[2], new Sum(Long.parseLong(words[3]),
                            Long.parseLong(words[4]), Long.parseLong(words[5])));
                }
            }
            return new Report(Long.parseLong(total[1]), Long.parseLong(total[2]), Long.parseLong(total[3]),
                    Integer.parseInt(total[4]), wrongs, sums);
        }
    }

    Report report() {
        lock.lock();
        try {
            return new Report(known.size(), repeats, keysRepeated, most, List.copyOf(wrongs), new TreeMap<>(sums));
        } finally {
            lock.unlock();
        }
    }
}

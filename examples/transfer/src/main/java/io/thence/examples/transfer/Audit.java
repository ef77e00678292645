// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.examples.transfer.TransferEvent.Closed;
import io.thence.examples.transfer.TransferEvent.Entry;
import io.thence.examples.transfer.TransferEvent.Given;
import io.thence.examples.transfer.TransferEvent.GivenBack;
import io.thence.examples.transfer.TransferEvent.OfAccount;
import io.thence.examples.transfer.TransferEvent.Opened;
import io.thence.examples.transfer.TransferEvent.Requested;
import io.thence.examples.transfer.TransferEvent.Taken;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the log says about the bank's money, position by position, by plain arithmetic. A transfer is under way from
 * when its money is taken until it is given, or given back. Whatever is going on, {@link #faults} is to be empty.
 *
 * @param opened    what all accounts had in them when they were opened, in haleru
 * @param sum       what they have together at the last position
 * @param underWay  the transfers that are under way there
 * @param rests     at how many positions none was, of those with an entry
 * @param restSums  what all accounts had in them together at those; each sum once
 * @param faults    what is wrong, in words, the first first; at most {@value #FAULTS_MAX}
 */
public record Audit(long opened, long sum, Set<String> underWay, long rests, SortedSet<Long> restSums,
        List<String> faults) {

    /** So many faults are told. */
    public static final int FAULTS_MAX = 20;

    public Audit {
        underWay = Set.copyOf(underWay);
        restSums = new TreeSet<>(restSums);
        faults = List.copyOf(faults);
    }

    /** Reads the log to its head. */
    public static Audit of(Thence bank) {
        var reading = new Reading();
        try (var events = bank.events(Query.ALL).stream()) {
            events.forEach(event -> {
                if (event.data() instanceof TransferEvent e) {
                    reading.see(event.position().number(), e);
                }
            });
        }
        return reading.audit();
    }

    /** All that was read so far. */
    private static final class Reading {

        private final Map<Integer, Long> balances = new HashMap<>();
        private final Set<Integer> closed = new HashSet<>();
        private final Map<String, Requested> requested = new HashMap<>();
        private final Set<String> ended = new HashSet<>();
        private final Map<String, Long> underWay = new HashMap<>();
        private final List<String> faults = new ArrayList<>();
        private final SortedSet<Long> restSums = new TreeSet<>();
        private long opened;
        private long sum;
        private long way;
        private long rests;

        void see(long position, TransferEvent event) {
            switch (event) {
                case Opened e -> {
                    opened += e.haleru();
                    sum += e.haleru();
                    check(balances.put(e.account(), e.haleru()) == null, position, e, "it was opened before");
                }
                case Closed e -> check(closed.add(e.account()), position, e, "it was closed before");
                case Requested e -> check(requested.put(e.transfer(), e) == null, position, e, "it was asked before");
                case Taken e -> {
                    book(position, e, -e.haleru());
                    begin(position, e, fits(e, true) && balance(e) >= 0 && !closed.contains(e.account()));
                }
                case Given e -> {
                    book(position, e, e.haleru());
                    end(position, e, fits(e, false) && !closed.contains(e.account()));
                }
                case GivenBack e -> {
                    book(position, e, e.haleru());
                    end(position, e, fits(e, true));
                }
                case TransferEvent.Cancelled _ -> {}
            }
            rest(position, event);
        }

        private long balance(OfAccount e) {
            return balances.getOrDefault(e.account(), Long.MIN_VALUE);
        }

        private void book(long position, Entry e, long haleru) {
            sum += haleru;
            check(balances.computeIfPresent(e.account(), (_, before) -> before + haleru) != null, position, e,
                    "there is no such account");
        }

        private boolean fits(Entry e, boolean isFrom) {
            var asked = requested.get(e.transfer());
            return asked != null && asked.haleru() == e.haleru()
                    && e.account() == (isFrom ? asked.from() : asked.to());
        }

        private void begin(long position, Taken e, boolean isRight) {
            boolean isFirst = underWay.putIfAbsent(e.transfer(), e.haleru()) == null;
            way += isFirst ? e.haleru() : 0;
            check(isRight && isFirst && !ended.contains(e.transfer()), position, e, "it must not be taken");
        }

        private void end(long position, Entry e, boolean isRight) {
            var taken = Optional.ofNullable(underWay.remove(e.transfer()));
            way -= taken.orElse(0L);
            check(isRight && taken.isPresent() && ended.add(e.transfer()), position, e, "it must not come in");
        }

        /** What is in accounts and what is under way is always what they were opened with. */
        private void rest(long position, TransferEvent event) {
            check(sum + way == opened, position, event, "the bank was opened with " + opened + ", and has " + sum
                    + ", and " + way + " under way");
            if (underWay.isEmpty() && event instanceof Entry) {
                rests++;
                restSums.add(sum);
            }
        }

        private void check(boolean holds, long position, TransferEvent event, String what) {
            if (!holds && faults.size() < FAULTS_MAX) {
                faults.add("at " + position + ", " + event + ": " + what);
            }
        }

        Audit audit() {
            return new Audit(opened, sum, underWay.keySet(), rests, restSums, faults);
        }
    }
}

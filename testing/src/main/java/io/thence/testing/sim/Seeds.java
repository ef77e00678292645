// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs the lives of many seeds, as many at the same time as there are processors: so lives share nothing that changes.
 *
 * {@snippet :
 * var seeds = Seeds.of(ShopLife::simulator);
 * var all = seeds.run(1, 300);
 * assertThat(all.faults()).containsOnlyKeys(Fault.values());
 * seeds.inTwoJvms(1, 30);
 * }
 */
public final class Seeds {

    /** So many lives are written down together by {@link #resume}. */
    static final int RANGE = 100;

    private final Simulators simulators;

    /** A simulator for one life, by a method reference or a lambda that captures nothing: another JVM can make it. */
    @FunctionalInterface
    public interface Simulators extends Supplier<Simulator>, Serializable {}

    private Seeds(Simulators simulators) {
        this.simulators = simulators;
    }

    /** The lives that {@code simulators} makes, which is asked for a simulator for each. */
    public static Seeds of(Simulators simulators) {
        return new Seeds(simulators);
    }

    /**
     * Runs the seeds from one to another, both included; what was met.
     *
     * @throws SimulationFailed         at the first life in which something is not as it must be
     * @throws IllegalArgumentException if there are none
     */
    public Summary run(long from, long to) {
        return live(from, to).stream().map(Summary::of).reduce(Summary.NONE, Summary::plus);
    }

    /** Lives them all, as many at a time as there are processors, in the order of their seeds. */
    private List<Report> live(long from, long to) {
        checkRange(from, to);
        var simulator = Simulator.each(simulators);
        var next = new AtomicLong(from);
        var reports = new ConcurrentSkipListMap<Long, Report>();
        var failures = new ConcurrentSkipListMap<Long, Throwable>();
        Runnable work = () -> {
            // Who has taken a seed runs it, whatever has failed meanwhile: so the first failure is that of any order.
            while (failures.isEmpty()) {
                long seed = next.getAndIncrement();
                if (seed > to) {
                    break;
                }
                try {
                    reports.put(seed, simulator.run(seed));
                } catch (RuntimeException | Error e) {
                    failures.put(seed, e);
                }
            }
        };
        try (var workers = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("lives-", 1).factory())) {
            for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
                workers.execute(work);
            }
        }
        failures.values().stream().findFirst().ifPresent(Seeds::rethrow);
        return List.copyOf(reports.values());
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) failure;
    }

    private static void checkRange(long from, long to) {
        if (from > to) {
            throw new IllegalArgumentException("no seeds from " + from + " to " + to);
        }
    }

    /**
     * Runs the seeds from one to another in two more JVMs that differ in all that must not matter, and compares the
     * traces with those of this one.
     *
     * @throws AssertionError if one seed has two traces: something depends on more than the seed, such as the order of
     *                        a {@code Set.of(..)} or {@code HashMap} that code goes through
     */
    public void inTwoJvms(long from, long to) {
        checkRange(from, to);
        var theirs = UnlikeJvms.demandSameOutput(OtherJvm.class, OtherJvm.arguments(simulators, from, to));
        var mine = live(from, to).stream().map(OtherJvm::line).toList();
        for (int i = 0; i < mine.size(); i++) {
            if (!mine.get(i).equals(theirs.get(i))) {
                throw new AssertionError("two JVMs have two traces of one seed:\n    " + mine.get(i) + "\n    "
                        + theirs.get(i));
            }
        }
    }

    /**
     * Runs the seeds from one to another, and writes down in a file how far it is, every {@value #RANGE} lives: started
     * again, it goes on there. What all of them came to, those before too. A campaign of new code begins with a new
     * file.
     *
     * @throws SimulationFailed at the first life in which something is not as it must be; its range is run again
     * @throws IOException      if the file cannot be read or written, or is no such file
     */
    public Summary resume(Path file, long from, long to) throws IOException {
        checkRange(from, to);
        var progress = CampaignFile.at(file, from);
        for (long next = progress.next(); next <= to; next = progress.next()) {
            long last = Math.min(to, next + RANGE - 1);
            progress.add(last, run(next, last));
        }
        return progress.sum();
    }
}

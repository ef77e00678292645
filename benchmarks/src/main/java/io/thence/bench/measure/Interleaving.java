// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Takes samples in turn, ours, a peer, the next peer, and again: what disturbs the machine for a while disturbs all.
 * The first rounds warm up and are dropped. A peer that fails takes part no more; if Thence fails, so does the row.
 */
public final class Interleaving {

    private final Lab lab;
    private final String task;
    private final SequencedMap<String, Contender> contenders = new LinkedHashMap<>();
    private final SequencedMap<String, String> failures = new LinkedHashMap<>();

    private Interleaving(Lab lab, String task) {
        this.lab = lab;
        this.task = task;
    }

    /** Measures {@code entrants} {@code rounds} times each. */
    public static Measured of(Lab lab, Row row, int rounds, List<Entrant> entrants) throws Exception {
        var flush = new LinkedHashMap<String, String>();
        entrants.forEach(entrant -> flush.put(entrant.name(), entrant.flush()));
        var interleaving = new Interleaving(lab, row.name());
        try {
            for (var entrant : entrants) {
                interleaving.open(entrant);
            }
            var taken = interleaving.take(rounds);
            return new Measured(taken, flush, interleaving.failures, new LinkedHashMap<>());
        } finally {
            interleaving.close();
        }
    }

    private void open(Entrant entrant) throws Exception {
        try {
            contenders.put(entrant.name(), entrant.opening().call());
        } catch (Exception | LinkageError e) {
            failed(entrant.name(), e);
        }
    }

    private void failed(String name, Throwable e) throws Exception {
        if (name.equals(Entrant.OURS)) {
            throw e instanceof Exception exception ? exception : new IllegalStateException(e);
        }
        failures.put(name, e.toString());
    }

    private List<Round> take(int rounds) throws Exception {
        int warmups = lab.scale().warmups();
        var taken = new ArrayList<Round>();
        try (var progress = lab.progress(task, "samples", 1)) {
            long total = (long) (warmups + rounds) * contenders.size();
            long done = 0;
            for (int round = 0; round < warmups + rounds; round++) {
                var samples = new LinkedHashMap<String, Sample>();
                for (var name : List.copyOf(contenders.sequencedKeySet())) {
                    progress.at(done++, total);
                    if (round < warmups) {
                        attempt(name, Contender::warmUp);
                    } else {
                        attempt(name, contender -> samples.put(name, contender.round()));
                    }
                }
                if (round >= warmups) {
                    taken.add(new Round(samples));
                }
            }
        }
        return taken;
    }

    private interface Turn {
        void of(Contender contender) throws Exception;
    }

    private void attempt(String name, Turn turn) throws Exception {
        var contender = contenders.get(name);
        if (contender == null) {
            return;
        }
        lab.touchPages();
        try {
            turn.of(contender);
        } catch (Exception | LinkageError e) {
            contenders.remove(name);
            contender.close();
            failed(name, e);
        }
        lab.settle();
    }

    private void close() throws Exception {
        for (var contender : contenders.reversed().values()) {
            contender.close();
        }
    }
}

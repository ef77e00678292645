// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.ThenceException.DiskFailed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which calls of a disk go wrong, and how. */
final class Faults {

    private final List<Planned> planned = new ArrayList<>();
    private CallWatch watch = (_, _, _) -> {};
    private long changesLeft = Long.MAX_VALUE;
    private final Map<Call, Long> happened = new EnumMap<>(Call.class);

    private static final class Planned {
        private final Fault fault;
        private final Optional<Call> kind;
        private long left;

        Planned(Fault fault, Optional<Call> kind, long left) {
            this.fault = fault;
            this.kind = kind;
            this.left = left;
        }

        boolean comesTo(Call call) {
            return fault.fits(call) && kind.map(call::equals).orElse(true) && left-- == 0;
        }
    }

    /** Plans a fault; one of the same kind that has not come is forgotten. */
    void plan(Fault fault, Optional<Call> kind, long after) {
        planned.removeIf(plan -> plan.fault == fault && plan.kind.equals(kind));
        planned.add(new Planned(fault, kind, after));
    }

    void forget() {
        planned.clear();
    }

    void watch(CallWatch by) {
        watch = by;
    }

    void powerFailsAfter(long changes) {
        changesLeft = changes;
    }

    void restorePower() {
        changesLeft = hasPower() ? changesLeft : Long.MAX_VALUE;
    }

    boolean hasPower() {
        return changesLeft >= 0;
    }

    long happened() {
        return happened.values().stream().mapToLong(Long::longValue).sum();
    }

    long happened(Call to) {
        return happened.getOrDefault(to, 0L);
    }

    /** A call is about to be made; what goes wrong with it, if anything. */
    Optional<Fault> before(Call call, String name, long offset) {
        watch.before(call, name, offset);
        if (call.changes()) {
            changesLeft--;
        }
        if (!hasPower() && call != Call.CLOSE) {
            throw new DiskFailed("a faulty disk has no power", new IllegalStateException("no power"));
        }
        for (var plan : planned) {
            if (plan.comesTo(call)) {
                planned.remove(plan);
                happened.merge(call, 1L, Long::sum);
                return Optional.of(plan.fault);
            }
        }
        return Optional.empty();
    }
}

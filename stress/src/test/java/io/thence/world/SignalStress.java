// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Who raises and who waits for a {@link Signal}: no raise is lost, and what was done before it is seen after. */
public final class SignalStress {

    /** Long enough that only a wake-up that was lost takes so long. */
    private static final long LONG_NANOS = 2_000_000_000L;

    private SignalStress() {}

    /** One wait, which the raise ends. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken, and it sees what was done")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up was lost, or came before what it tells of")
    @State
    public static class OneRaise {
        private final Signal signal = new Signal();
        private int done;

        @Actor
        public void raises() {
            done = 1;
            signal.raise();
        }

        @Actor
        public void waits(ZZ_Result result) {
            long end = System.nanoTime() + LONG_NANOS;
            signal.park(end);
            result.r1 = signal.lower() && System.nanoTime() < end;
            result.r2 = done == 1;
        }
    }

    /** The waiter lowers it while it is raised again: what came last is seen. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both are seen")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the second raise was lost")
    @State
    public static class RaisedAgain {
        private final Signal signal = new Signal();
        private volatile int done;

        @Actor
        public void raises() {
            done = 1;
            signal.raise();
            done = 2;
            signal.raise();
        }

        @Actor
        public void waits(ZZ_Result result) {
            long end = System.nanoTime() + LONG_NANOS;
            while (done < 2 && System.nanoTime() < end) {
                signal.park(end);
                signal.lower();
            }
            result.r1 = done == 2;
            result.r2 = System.nanoTime() < end;
        }
    }

    /** Two that raise, one of which waits: each finds it raised, or raises it. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "a raise of one of them was lost")
    @State
    public static class TwoRaise {
        private final Signal signal = new Signal();
        private volatile boolean first;
        private volatile boolean second;

        @Actor
        public void one() {
            first = true;
            signal.raise();
        }

        @Actor
        public void waits(ZZ_Result result) {
            second = true;
            signal.raise();
            long end = System.nanoTime() + LONG_NANOS;
            while (!(first && second) && System.nanoTime() < end) {
                signal.park(end);
                signal.lower();
            }
            result.r1 = first && second;
            result.r2 = System.nanoTime() < end;
        }
    }

    /** Two that are raised together, and waited for one after the other. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both woken, and they see what was done")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up was lost, or came before what it tells of")
    @State
    public static class RaisedTogether {
        private final Signal first = new Signal();
        private final Signal second = new Signal();
        private int done;

        @Actor
        public void raises() {
            done = 1;
            Signal.raiseAll(List.of(first, second));
        }

        @Actor
        public void waits(ZZ_Result result) {
            result.r1 = isWoken(second);
            result.r2 = isWoken(first);
        }

        private boolean isWoken(Signal signal) {
            long end = System.nanoTime() + LONG_NANOS;
            signal.park(end);
            return signal.lower() && System.nanoTime() < end && done == 1;
        }
    }
}

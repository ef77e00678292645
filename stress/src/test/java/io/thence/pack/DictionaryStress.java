// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Readers of a {@link Dictionary} that is closed: nobody is given one that is let go of. */
public final class DictionaryStress {

    private DictionaryStress() {}

    /** Who comes before the close may be given it, who comes after is not. */
    @JCStressTest
    @Outcome(id = "(true|false), false", expect = Expect.ACCEPTABLE, desc = "given or not, none after")
    @Outcome(expect = Expect.FORBIDDEN, desc = "given after it was closed")
    @State
    public static class Closed {
        private final Dictionary dictionary = new Dictionary(new byte[0]);

        private boolean use() {
            if (!dictionary.acquire()) {
                return false;
            }
            dictionary.release();
            return true;
        }

        @Actor
        public void reads(ZZ_Result result) {
            result.r1 = use();
        }

        @Actor
        public void closes() {
            dictionary.close();
        }

        @Arbiter
        public void after(ZZ_Result result) {
            result.r2 = use();
        }
    }
}

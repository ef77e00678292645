// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Threads that unpack with the {@link Decompressors} that all share: a context is used by one of them at a time. */
public final class DecompressorsStress {

    private static final Dictionary NONE = new Dictionary(new byte[0]);
    private static final byte[][] CONTENTS = {content(1), content(2)};
    private static final byte[][] PACKED = {Zstd.compress(CONTENTS[0]), Zstd.compress(CONTENTS[1])};

    private DecompressorsStress() {}

    private static byte[] content(int step) {
        var content = new byte[2_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * step / 7);
        }
        return content;
    }

    private static boolean unpacks(int number) {
        var into = new byte[CONTENTS[number].length];
        return Decompressors.SHARED.unpack(NONE, Piece.of(PACKED[number]), Piece.of(into))
                && Arrays.equals(into, CONTENTS[number]);
    }

    /** Two at once. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "two used one context")
    @State
    public static class Two {
        @Actor
        public void one(ZZ_Result result) {
            result.r1 = unpacks(0);
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = unpacks(1);
        }
    }
}

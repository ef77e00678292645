// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Blocks go in and out of a {@link BlockCache} of one set: who asks is given that one or none. */
public final class BlockCacheStress {

    private static final long FILE = 7;
    private static final int BLOCKS = 6;

    private BlockCacheStress() {}

    private static void put(BlockCache cache, int number) {
        var block = new Block().begin(Block.PLACES);
        block.i64(Block.HEAD, number);
        cache.put(FILE, number, block);
    }

    private static boolean isRight(BlockCache cache) {
        for (int number = 0; number < BLOCKS; number++) {
            var block = cache.get(FILE, number);
            if (block != null && block.i64(Block.HEAD) != number) {
                return false;
            }
        }
        return true;
    }

    /** Two put, and ask. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "another block, or a part of one")
    @State
    public static class PutAndGet {
        private final BlockCache cache = new BlockCache(4);

        @Actor
        public void even(ZZ_Result result) {
            for (int number = 0; number < BLOCKS; number += 2) {
                put(cache, number);
            }
            result.r1 = isRight(cache) && isRight(cache);
        }

        @Actor
        public void odd(ZZ_Result result) {
            for (int number = 1; number < BLOCKS; number += 2) {
                put(cache, number);
            }
            result.r2 = isRight(cache) && isRight(cache);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.Lineage;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.util.UUID;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Unpacked blocks of one file in a {@link PackedCache}: who asks for one is given that one or none, and it whole. */
public final class PackedCacheStress {

    /** More than there are places, so that some share one. */
    private static final int NUMBERS = 600;

    private static final Blocks FILE = file();

    private PackedCacheStress() {}

    private static Blocks file() {
        var disk = new MemoryDisk();
        var opening = new byte[PackedHead.OPENING];
        var head = new PackedHead(new Lineage(new UUID(1, 2), 3), 7, 2, opening);
        new PackedWriter(disk, "packed", head, new byte[0])
                .finish(new SystemWorld(), new Summary(PackedHead.OPENING, 100, 50, 20, 0xCAFE), new byte[0]);
        return PackedFile.open(disk.open("packed", Access.READ), new PackedCache()).blocks();
    }

    private static void put(PackedCache cache, int from) {
        for (int number = from; number < NUMBERS; number += 2) {
            cache.put(FILE, number, new byte[] {(byte) number, (byte) (number >> 8)});
        }
    }

    private static boolean isRight(PackedCache cache) {
        for (int number = 0; number < NUMBERS; number++) {
            var content = cache.get(FILE, number);
            if (content != null && ((content[0] & 0xFF) | (content[1] & 0xFF) << 8) != number) {
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
        private final PackedCache cache = new PackedCache();

        @Actor
        public void even(ZZ_Result result) {
            put(cache, 0);
            result.r1 = isRight(cache);
        }

        @Actor
        public void odd(ZZ_Result result) {
            put(cache, 1);
            result.r2 = isRight(cache);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.bank.PassingWorld;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.util.concurrent.atomic.AtomicInteger;

/** The real world, but for its secrets: their bytes are 0, 1, 2 and so on. */
record KnownSecrets(World world, AtomicInteger next) implements PassingWorld {

    KnownSecrets() {
        this(new SystemWorld(), new AtomicInteger());
    }

    @Override
    public byte[] secret(int count) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next.getAndIncrement();
        }
        return bytes;
    }
}

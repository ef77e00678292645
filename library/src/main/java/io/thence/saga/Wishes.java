// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.processor.DueClock;
import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaLog.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The wakes that an instance wants after a step. */
final class Wishes {

    private Wishes() {}

    /** Those after a step of which the code says {@code said} at {@code now}. */
    static List<Armed> after(Standing before, Said<?> said, Instant now) {
        var wakes = new ArrayList<>(before.wakes());
        if (said.input() instanceof Input.Woken(var wake, long armed)) {
            wakes.removeIf(one -> one.wake().equals(wake) && one.armed() == armed);
        }
        said.next().cancelled().forEach(name -> wakes.removeIf(one -> one.wake().equals(name)));
        for (var wish : said.next().wakes()) {
            wakes.removeIf(one -> one.wake().equals(wish.name()));
            wakes.add(new Armed(wish.name(), before.number() + 1, DueClock.inMillis(wish.due(now))));
        }
        return wakes;
    }
}

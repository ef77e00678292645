// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.ThenceException;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.testing.engine.HandWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What callers are answered who append at the same time. */
final class Answers {

    private Answers() {}

    /** An outcome or an exception for each. */
    static List<Object> of(HandWorld world, LogStore store, List<Append> appends) {
        var results = new ArrayList<Object>(appends);
        for (int i = 1; i < appends.size(); i++) {
            int at = i;
            world.meanwhile(() -> results.set(at, attempt(store, appends.get(at))));
        }
        results.set(0, attempt(store, appends.getFirst()));
        world.pass(Duration.ofNanos(1));
        return results;
    }

    private static Object attempt(LogStore store, Append append) {
        try {
            return store.append(append);
        } catch (ThenceException e) {
            return e;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.view.sql.SqlTarget;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;

/** The rows of one key, built anew in its lane; events of its lane wait meanwhile, those of other lanes go on. */
record KeyRebuild(KeyValue key, LaneMachine lane, SqlTarget target, Progress progress) {

    private static final Duration RECHECK = Duration.ofSeconds(1);

    /**
     * Has it done, and waits.
     *
     * @throws BadRequest if an event of the key fails, which is parked then; or somebody else waits for the same
     * @throws Behind     if it takes longer than {@code limit}: it goes on by itself
     */
    void run(World world, Duration limit) {
        var wishes = lane.lane().wishes();
        var done = new Signal();
        if (!wishes.wish(key, next -> target.clear(key, next), done)) {
            throw new BadRequest(key + " is being built anew already: wait for that");
        }
        lane.signal().raise();
        long deadline = world.nanos() + limit.toNanos();
        while (!wishes.isDone(key)) {
            var failed = progress.failure();
            long left = deadline - world.nanos();
            if (failed != null || left <= 0) {
                throw failed != null ? failed : new Behind(key + " is not yet built anew; " + progress
                        + ": that goes on by itself");
            }
            world.await(done, Duration.ofNanos(Math.min(left, RECHECK.toNanos())));
        }
        wishes.failure(key).ifPresent(why -> {
            throw why;
        });
        lane.lane().checkpoint().parked(key).ifPresent(parked -> {
            throw new BadRequest("an event of the key failed when it was built anew: " + parked
                    + ": mend it, and have it retried (thence dead-letters)");
        });
    }
}

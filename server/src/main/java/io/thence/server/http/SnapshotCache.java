// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.event.Json;
import io.thence.world.World;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The page's snapshot, made at most once a tick however many look. */
final class SnapshotCache {

    private static final System.Logger LOG = System.getLogger(SnapshotCache.class.getName());

    private final World world;
    private final Supplier<?> source;
    private final ReentrantLock lock = new ReentrantLock();
    private Made made = new Made("page", "null", Long.MIN_VALUE);

    private record Made(String name, String json, long nanos) {}

    SnapshotCache(World world, Supplier<?> source) {
        this.world = world;
        this.source = source;
    }

    /** Puts the snapshot in as {@code page}, or as {@code error} why there is none. */
    void putInto(ObjectNode message) {
        var now = current();
        message.putRawValue(now.name(), new RawValue(now.json()));
    }

    private Made current() {
        lock.lock();
        try {
            long nanos = world.nanos();
            if (made.nanos() == Long.MIN_VALUE || nanos - made.nanos() > LiveFeed.TICK.toNanos() * 4 / 5) {
                made = make(nanos);
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    private Made make(long nanos) {
        try {
            return new Made("page", text(source.get()), nanos);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "no snapshot", e);
            return new Made("error", text(String.valueOf(e.getMessage())), nanos);
        }
    }

    private static String text(Object value) {
        return Json.text(value);
    }
}

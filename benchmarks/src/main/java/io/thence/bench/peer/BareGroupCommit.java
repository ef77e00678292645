// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Group commit and nothing else: callers queue their bytes and park, one thread writes and flushes what it finds and
 * wakes them. No checks, no index, no checksums: what is left to do for a log that does all this is the difference.
 */
public final class BareGroupCommit implements AutoCloseable {

    private static final int GROUP_BYTES = 4 << 20;

    private final ConcurrentLinkedQueue<Request> queue = new ConcurrentLinkedQueue<>();
    private final ByteBuffer group = ByteBuffer.allocateDirect(GROUP_BYTES);
    private final BareDisk disk;
    private final Thread writer = Thread.ofPlatform().name("bare-writer").unstarted(this::run);
    private volatile boolean asleep;
    private volatile boolean over;
    private volatile @Nullable IOException failure;

    /** On a file of {@code size} bytes in {@code folder}. */
    public BareGroupCommit(Path folder, long size) throws IOException {
        disk = new BareDisk(folder, size);
        writer.start();
    }

    private static final class Request {
        final byte[] bytes;
        final Thread caller = Thread.currentThread();
        volatile boolean done;

        Request(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** Appends {@code bytes} and waits until they are on the device. */
    public void append(byte[] bytes) throws IOException {
        var request = new Request(bytes);
        queue.add(request);
        if (asleep) {
            LockSupport.unpark(writer);
        }
        while (!request.done) {
            LockSupport.park(this);
        }
        var failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void run() {
        var requests = new ArrayList<Request>();
        while (!over) {
            group.clear();
            for (var next = queue.peek(); next != null && next.bytes.length <= group.remaining(); next = queue.peek()) {
                queue.poll();
                group.put(next.bytes);
                requests.add(next);
            }
            if (requests.isEmpty()) {
                sleep();
                continue;
            }
            writeAndFlush();
            for (var request : requests) {
                request.done = true;
                LockSupport.unpark(request.caller);
            }
            requests.clear();
        }
    }

    private void sleep() {
        asleep = true;
        if (queue.isEmpty() && !over) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private void writeAndFlush() {
        try {
            disk.write(group.flip());
            disk.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        LockSupport.unpark(writer);
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        disk.close();
    }
}

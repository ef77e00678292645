// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import java.nio.file.Path;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * Chronicle Queue: messages into mapped memory, which the system writes to the device when it likes. For one thread at
 * a time.
 */
public final class Chronicle implements AutoCloseable {

    private final ChronicleQueue queue;
    private final ExcerptAppender appender;

    /** In {@code folder}. */
    public Chronicle(Path folder) {
        queue = SingleChronicleQueueBuilder.single(folder.toFile()).build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // one thread opens it, another appends, the first closes it
    }

    /** Appends a message. */
    public void append(byte[] message) {
        try (var document = appender.writingDocument()) {
            var wire = document.wire();
            if (wire == null) {
                throw new IllegalStateException("the queue gives nothing to write to");
            }
            wire.bytes().write(message);
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}

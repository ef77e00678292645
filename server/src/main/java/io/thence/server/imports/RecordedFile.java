// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.store.ContentHash;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is written at its end, whose length is recorded in a store as long as a run writes to it: what a killed
 * run wrote beyond that, the store knows nothing of, and the next run cuts it.
 */
final class RecordedFile implements AutoCloseable {

    private static final int PENDING_MAX = 64 << 10;

    private final Path path;
    /** One more than the length as long as a run writes to it; else 0. */
    private final KeptNumber kept;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Optional<FileChannel> open = Optional.empty();

    RecordedFile(Path path, EventStore store) {
        this.path = path;
        var name = path.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        kept = new KeptNumber(store, "import-file/" + ContentHash.sha256(name).hex());
    }

    /** Cuts what a killed run has left. A file that is shorter than that was taken away, or is another. */
    void cut() throws IOException {
        long length = kept.now() - 1;
        if (length >= 0 && Files.exists(path) && Files.size(path) > length) {
            channel().truncate(length);
            channel().force(true);
        }
    }

    /** Its length, with what was taken and may not be on disk yet. */
    long length() throws IOException {
        return channel().size() + pending.size();
    }

    private FileChannel channel() throws IOException {
        if (open.isEmpty()) {
            open = Optional.of(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND));
        }
        return open.get();
    }

    /** Takes {@code bytes} for its end; they may not be on disk before {@link #flush}. */
    void write(byte[] bytes) throws IOException {
        pending.writeBytes(bytes);
        if (pending.size() >= PENDING_MAX) {
            spill();
        }
    }

    private void spill() throws IOException {
        var left = ByteBuffer.wrap(pending.toByteArray());
        while (left.hasRemaining()) {
            channel().write(left);
        }
        pending.reset();
    }

    /** Puts on disk what was taken. */
    void flush() throws IOException {
        spill();
        channel().force(true);
    }

    /** The word that a run writes to it, and that so much of it stands as was taken; good when that is on disk. */
    Finished stands() throws IOException {
        return kept.set(length() + 1);
    }

    /** Whether a run writes to it, or was killed while it did. */
    boolean isRecorded() {
        return kept.now() > 0;
    }

    /** The word that all of it stands. */
    Finished done() {
        return kept.set(0);
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
    }
}

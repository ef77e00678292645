// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.thence.store.NewEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with an event under (stream, revision) and an entry for each further key; its log is flushed each time. */
public final class Rocks implements AutoCloseable {

    private static final long MEMTABLE_BYTES = 256L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final WriteOptions flushed = new WriteOptions().setSync(true);
    private final RocksDB database;

    /** In {@code folder}. */
    public Rocks(Path folder) throws RocksDBException {
        options = new Options().setCreateIfMissing(true).setWriteBufferSize(MEMTABLE_BYTES);
        database = RocksDB.open(options, folder.toString());
    }

    /** Appends {@code data} to a stream, if it has exactly {@code revision} events, and waits for the device. */
    public void append(String stream, long revision, byte[] data) throws RocksDBException {
        var key = key(stream, revision);
        if (database.get(key) != null) {
            throw new IllegalStateException(stream + " has more than " + revision + " events");
        }
        database.put(flushed, key, data);
    }

    /** Writes events as one batch, the first of which has {@code position}, and waits for the device. */
    public void append(List<NewEvent> events, long position) throws RocksDBException {
        try (var batch = new WriteBatch()) {
            long next = position;
            for (var event : events) {
                batch.put(key(event.keys().getFirst().value(), next), event.data());
                for (var more : event.keys().subList(1, event.keys().size())) {
                    batch.put(key(more.value(), next), new byte[0]);
                }
                next++;
            }
            database.write(flushed, batch);
        }
    }

    private static byte[] key(String name, long number) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + Long.BYTES).put(bytes).putLong(number).array();
    }

    @Override
    public void close() {
        database.close();
        flushed.close();
        options.close();
    }
}

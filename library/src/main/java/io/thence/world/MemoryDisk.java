// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A directory that is gone with the process. The in-memory store is the log engine over this disk: one store, not two.
 * Closing keeps the files, so that it can be opened again, but not the derived databases, which would stay in memory
 * for good. A database looks like a file here, that can be deleted.
 */
public final class MemoryDisk implements Disk {

    private static final AtomicLong DISKS = new AtomicLong();

    private final long id = DISKS.incrementAndGet();
    private final ConcurrentSkipListMap<String, Content> files = new ConcurrentSkipListMap<>();
    private final Set<String> databases = new ConcurrentSkipListSet<>();
    private final ConcurrentHashMap<String, MemoryDisk> others = new ConcurrentHashMap<>();
    private boolean locked;

    @Override
    public DiskFile open(String name, Access access) {
        var content = files.get(name);
        if (access == Access.CREATE) {
            if (content != null) {
                throw new DiskFailed("file " + name + " is there already", new IllegalStateException(name));
            }
            content = new Content();
            files.put(name, content);
        } else if (content == null) {
            throw new NoStore("there is no file " + name + " in " + place());
        }
        return new MemoryFile(name, content);
    }

    @Override
    public List<String> list(String folder) {
        var prefix = folder.isEmpty() ? "" : folder + "/";
        return Stream.concat(files.keySet().stream(), databases.stream().map(MemoryDisk::file))
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .sorted().toList();
    }

    @Override
    public void delete(String name) {
        files.remove(name);
        databases.stream().filter(database -> file(database).equals(name)).forEach(this::letGo);
    }

    @Override
    public void flushFolder(String folder) {}

    @Override
    public void lock() {
        if (locked) {
            throw new InUse(place() + " is open already: close it first");
        }
        locked = true;
    }

    @Override
    public String database(String name) {
        databases.add(name);
        return address(name);
    }

    private String address(String database) {
        return "jdbc:h2:mem:thence-" + id + "-" + database + ";DB_CLOSE_DELAY=-1";
    }

    private static String file(String database) {
        return DATABASES + "/" + database + DATABASE_FILE;
    }

    @Override
    public void setAside(String database) {
        letGo(database);
    }

    /** H2 keeps it until it is told not to. */
    private void letGo(String database) {
        databases.remove(database);
        try (var connection = DriverManager.getConnection(address(database));
                var statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            throw new DiskFailed("database " + database + " of " + place() + " cannot be let go of", e);
        }
    }

    @Override
    public Disk elsewhere(String directory) {
        return others.computeIfAbsent(directory, _ -> new MemoryDisk());
    }

    /** What is lost with the machine's power is lost with the process. */
    @Override
    public Optional<String> boot() {
        return Optional.of("memory");
    }

    @Override
    public String place() {
        return "memory disk " + id;
    }

    @Override
    public void close() {
        databases.forEach(this::letGo);
        locked = false;
    }

    /** Bytes that grow; readers see a whole array and a length that fits it. */
    private static final class Content {
        private volatile byte[] bytes = new byte[4096];
        private volatile int length;

        void ensure(int size) {
            if (size > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
            }
            length = Math.max(length, size);
        }
    }

    private record MemoryFile(String name, Content content) implements DiskFile {

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public int read(ByteBuffer into, long at) {
            int n = Math.clamp(content.length - at, 0, into.remaining());
            if (n > 0) {
                into.put(content.bytes, (int) at, n);
            }
            return n;
        }

        @Override
        public void write(ByteBuffer from, long at) {
            int n = from.remaining();
            content.ensure(Math.toIntExact(at + n));
            from.get(content.bytes, (int) at, n);
        }

        @Override
        public void allocate(long from, long to) {
            content.ensure(Math.toIntExact(to));
        }

        @Override
        public void truncate(long length) {
            if (length < content.length) {
                Arrays.fill(content.bytes, (int) length, content.length, (byte) 0);
                content.length = (int) length;
            }
        }

        @Override
        public long flush() {
            return 0;
        }

        @Override
        public boolean flushed(long ticket) {
            return true;
        }

        @Override
        public void close() {}
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of the file system. */
public final class FileDisk implements Disk {

    /** The file of {@link #lock}. */
    public static final String LOCK = "lock";

    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ENTERS = PosixFilePermissions.fromString("rwx------");

    /** See random(4). */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Set<StandardOpenOption> WRITTEN = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path root;
    private final boolean forOwner;
    /** Directories that this process has locked. Opening the file of such a lock again would end it on Linux. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private @Nullable Path held;
    private @Nullable FileChannel lockFile;

    /** The directory {@code root}, which is made when something is written. */
    public FileDisk(Path root) {
        this(root, false);
    }

    private FileDisk(Path root, boolean forOwner) {
        this.root = root.toAbsolutePath().normalize();
        this.forOwner = forOwner;
    }

    /** The same, whose new files only their owner may read, where the file system knows owners. */
    public static FileDisk forOwner(Path root) {
        return new FileDisk(root, true);
    }

    /** The directory at {@code path}, which need not exist, and all that it lies in, whatever links lead there. */
    public static List<Path> withThoseAbove(Path path) {
        return Stream.iterate(real(path.toAbsolutePath().normalize()), Objects::nonNull, Path::getParent).toList();
    }

    private static Path real(Path path) {
        var above = path.getParent();
        try {
            return above == null || Files.exists(path) ? path.toRealPath()
                    : real(above).resolve(path.getFileName());
        } catch (IOException e) {
            throw failed("find", path, e);
        }
    }

    @Override
    public DiskFile open(String name, Access access) {
        var path = root.resolve(name);
        try {
            if (access == Access.CREATE) {
                return create(name, path);
            }
            return access == Access.READ ? OpenFile.reading(name, path)
                    : new OpenFile(name, path, FileChannel.open(path, WRITTEN));
        } catch (NoSuchFileException e) {
            throw new NoStore("there is no file " + path + ": check the directory");
        } catch (IOException e) {
            throw failed("open", path, e);
        }
    }

    private OpenFile create(String name, Path path) throws IOException {
        Files.createDirectories(path.getParent(), permissions(OWNER_ENTERS));
        var channel = FileChannel.open(path, NEW, permissions(OWNER_READS));
        try {
            return new OpenFile(name, path, channel);
        } catch (IOException e) {
            Files.deleteIfExists(path); // or the next try would find it there
            throw e;
        }
    }

    private FileAttribute<?>[] permissions(Set<PosixFilePermission> permissions) {
        boolean known = forOwner && root.getFileSystem().supportedFileAttributeViews().contains("posix");
        return known ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    static DiskFailed failed(String what, Path path, IOException e) {
        return new DiskFailed("cannot " + what + " " + path + " (" + e + "): check the disk and its permissions", e);
    }

    @Override
    public List<String> list(String folder) {
        var path = root.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (var files = Files.list(path)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw failed("list", path, e);
        }
    }

    @Override
    public void delete(String name) {
        var path = root.resolve(name);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed("delete", path, e);
        }
    }

    @Override
    public void flushFolder(String folder) {
        for (var path = root.resolve(folder); path != null && path.startsWith(root); path = path.getParent()) {
            flushFolder(path);
        }
    }

    private static void flushFolder(Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw failed("flush folder", path, e);
        }
    }

    @Override
    public void lock() {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root, permissions(OWNER_ENTERS));
                flushFolder(root.resolveSibling(""));
            }
            var directory = root.toRealPath();
            if (!HELD.add(directory)) {
                throw inUse("this process, " + ProcessHandle.current().pid() + ": close it first");
            }
            try {
                take(directory);
            } catch (IOException | RuntimeException e) {
                HELD.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw notLocked(e);
        }
    }

    private ThenceException notLocked(IOException e) {
        var there = Stream.iterate(root, Objects::nonNull, Path::getParent).filter(Files::exists).findFirst()
                .orElse(root);
        if (!Files.isDirectory(there)) {
            return new BadRequest((there.equals(root) ? "" : root + " cannot be made: ") + there
                    + " is a file and no directory: name another directory");
        }
        var lock = root.resolve(LOCK);
        var written = Files.exists(lock) ? lock : there;
        return Files.isWritable(written) ? failed("lock", lock, e)
                : new DiskFailed((there.equals(root) ? "" : root + " cannot be made: ") + written
                        + " may not be written to by this user: change its permissions, or name another directory", e);
    }

    private void take(Path directory) throws IOException {
        var file = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (file.tryLock() == null) {
                throw inUse("process " + holder(file) + ": stop it");
            }
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
        } catch (OverlappingFileLockException _) {
            file.close();
            throw inUse("this process, by other classes of this name: close it first");
        } catch (IOException | RuntimeException e) {
            try (file) { // gives up its lock
                throw e;
            }
        }
        lockFile = file;
        held = directory;
    }

    private InUse inUse(String by) {
        return new InUse(root + " is written to by " + by).or("use another directory");
    }

    private static String holder(FileChannel file) throws IOException {
        var text = ByteBuffer.allocate(20);
        file.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString();
    }

    /** By a file system of H2's that opens a file again which an interrupt has closed. */
    @Override
    public String database(String name) {
        return "jdbc:h2:retry:" + root.resolve(DATABASES).resolve(name);
    }

    @Override
    public void setAside(String database) {
        var path = root.resolve(DATABASES).resolve(database + DATABASE_FILE);
        try {
            if (Files.exists(path)) {
                var aside = path.resolveSibling(database + ".aside" + DATABASE_FILE);
                Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failed("set aside", path, e);
        }
    }

    @Override
    public Disk elsewhere(String directory) {
        return new FileDisk(root.resolve(directory));
    }

    /** Linux says it; elsewhere nobody does. */
    @Override
    public Optional<String> boot() {
        try {
            return Optional.of(Files.readString(BOOT_ID).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong freeBytes() {
        var there = Stream.iterate(root, Objects::nonNull, Path::getParent).filter(Files::exists).findFirst();
        if (there.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Files.getFileStore(there.get()).getUsableSpace());
        } catch (IOException e) {
            throw failed("find out how much room there is at", there.get(), e);
        }
    }

    @Override
    public String place() {
        return root.toString();
    }

    @Override
    public void close() {
        if (held != null && lockFile != null) {
            try {
                lockFile.close(); // gives up its lock
            } catch (IOException e) {
                throw failed("unlock", root, e);
            } finally {
                HELD.remove(held);
                held = null;
                lockFile = null;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FilePath;

/**
 * Lets H2 keep its files on a {@link SimulatedDisk}, as a file system of H2 under a scheme of our own. Each life of a
 * disk is a root of its own there: H2 keeps open databases by their path, and those of a life that is over must not
 * be found by the next.
 *
 * <p>Nothing here waits: H2 holds locks when it comes here, so a flush is done at once. This is an internal interface
 * of H2's; nothing else in this package knows of it.
 */
final class H2OverDisk extends FilePath {

    private static final String SCHEME = "thence";
    private static final ConcurrentHashMap<String, Root> ROOTS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final String OPTIONS = ";FILE_LOCK=NO;MAX_COMPACT_TIME=0;CACHE_SIZE=4096;TRACE_LEVEL_FILE=0";

    static {
        FilePath.register(new H2OverDisk(SCHEME + ":/"));
    }

    /** One life of a disk. */
    private record Root(SimulatedDisk disk, int life) {
        boolean isOver() {
            return disk.life() != life;
        }
    }

    private H2OverDisk(String path) {
        name = path;
    }

    /** A root for {@code disk}. */
    static H2OverDisk of(SimulatedDisk disk) {
        var root = Long.toString(NUMBERS.incrementAndGet());
        ROOTS.put(root, new Root(disk, disk.life()));
        return new H2OverDisk(SCHEME + ":/" + root);
    }

    /** Forgets a root. */
    void unregister() {
        ROOTS.remove(root());
    }

    /** The JDBC address of a database at this root. */
    String url(String database) {
        return "jdbc:h2:" + name + "/" + file(database).replace(".mv.db", "") + OPTIONS;
    }

    /** The file of a database. */
    static String file(String database) {
        return "views/" + database + ".mv.db";
    }

    /** Whether H2 writes a file: what it has when depends on the real clock and the heap's size. */
    static boolean isFile(String name) {
        return name.startsWith("views/") && name.endsWith(".db");
    }

    /** Throws away what H2 has in memory of a database whose machine has lost its power. */
    static void shutDown(String url) {
        try (var connection = DriverManager.getConnection(url + ";IFEXISTS=TRUE");
                var statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException | IllegalStateException _) {
            // It always says that the database is closed now; or it was before.
        }
    }

    private String root() {
        var path = name.substring(SCHEME.length() + 2);
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private String file() {
        var path = name.substring(SCHEME.length() + 2);
        return path.substring(path.indexOf('/') + 1);
    }

    private SimulatedDisk disk() {
        var root = ROOTS.get(root());
        if (root == null || root.isOver()) {
            throw new IllegalStateException(name + " is of a life that is over");
        }
        return root.disk();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FilePath getPath(String path) {
        return new H2OverDisk(path);
    }

    @Override
    public FilePath unwrap() {
        return this;
    }

    @Override
    public FilePath toRealPath() {
        return this;
    }

    @Override
    public FilePath getParent() {
        int slash = name.lastIndexOf('/');
        return slash <= SCHEME.length() + 1 ? this : new H2OverDisk(name.substring(0, slash));
    }

    @Override
    public boolean isAbsolute() {
        return true;
    }

    @Override
    public boolean isDirectory() {
        return !name.substring(name.lastIndexOf('/') + 1).contains(".db");
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory() && exists();
    }

    @Override
    public boolean exists() {
        return isDirectory() || disk().find(file()) != null;
    }

    @Override
    public long size() {
        var content = disk().find(file());
        return content == null ? 0 : content.now().length();
    }

    @Override
    public boolean createFile() {
        if (exists()) {
            return false;
        }
        disk().create(file());
        return true;
    }

    @Override
    public void createDirectory() {}

    @Override
    public void moveTo(FilePath to, boolean atomicReplace) {
        disk().move(file(), ((H2OverDisk) to).file());
    }

    @Override
    public void delete() {
        if (!isDirectory()) {
            disk().delete(file());
        }
    }

    @Override
    public List<FilePath> newDirectoryStream() {
        return disk().list(file()).stream().<FilePath>map(file -> getPath(name + "/" + file)).toList();
    }

    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public boolean setReadOnly() {
        return false;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        var disk = disk();
        var content = disk.find(file());
        if (content == null) {
            if (mode.equals("r")) {
                throw new FileNotFoundException(name);
            }
            content = disk.create(file());
        }
        return new H2File(content, disk, disk.life());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a {@link SimulatedWorld}, in memory. It promises what {@link Disk} promises and no more: a flush takes
 * virtual time, and {@link #crash} loses whatever was not flushed, or some of it, or its order.
 *
 * <p>What it survives must: lost, torn and reordered writes, truncations, new files and deletions. What it does not do:
 * change what was flushed, or fail, but for want of room. Derived databases lie on it too, and lose the same.
 */
public final class SimulatedDisk implements Disk {

    private static final long FLUSH_NANOS_MIN = 20_000;
    private static final int FLUSH_NANOS_USUAL = 400_000;
    private static final long FLUSH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    private final SimulatedWorld world;
    private final SplittableRandom latency;
    private final SplittableRandom loss;
    private TreeMap<String, Content> files = new TreeMap<>();
    private TreeMap<String, Content> safeFiles = new TreeMap<>();
    private final TreeSet<String> databases = new TreeSet<>();
    private @Nullable H2OverDisk h2;
    private int life;
    private int boots;
    private boolean isFull;
    private boolean locked;

    /** An empty disk. */
    public SimulatedDisk(SimulatedWorld world) {
        this.world = world;
        latency = world.split();
        loss = world.split();
    }

    @Override
    public DiskFile open(String name, Access access) {
        var content = files.get(name);
        if (access == Access.CREATE) {
            if (content != null) {
                throw new DiskFailed("file " + name + " is there already", new IllegalStateException(name));
            }
            content = create(name);
        } else if (content == null) {
            throw new NoStore("there is no file " + name + " on " + place());
        }
        return new SimulatedFile(name, content, this, life);
    }

    /** Has no room for what is allocated, or has again. */
    void full(boolean full) {
        isFull = full;
        world.note(full ? "is full" : "has room");
    }

    void demandRoom(String name) {
        if (isFull) {
            throw new DiskFull("no room for " + name + " on " + place(), new IllegalStateException("full"));
        }
    }

    Content create(String name) {
        world.note("creates " + name);
        var content = new Content();
        files.put(name, content);
        return content;
    }

    @Nullable Content find(String name) {
        return files.get(name);
    }

    SimulatedWorld world() {
        return world;
    }

    /** Which life of the machine this is: what was opened in an earlier one is gone. */
    int life() {
        return life;
    }

    long flushNanos() {
        long usual = FLUSH_NANOS_MIN + latency.nextInt(FLUSH_NANOS_USUAL);
        return latency.nextInt(64) == 0 ? FLUSH_NANOS_MAX : usual;
    }

    @Override
    public List<String> list(String folder) {
        var prefix = folder + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public void delete(String name) {
        world.note("deletes " + name);
        files.remove(name);
    }

    /** Renames a file; one that is there already is replaced. */
    void move(String from, String to) {
        var content = files.remove(from);
        if (content != null) {
            files.put(to, content);
        }
    }

    @Override
    public void flushFolder(String folder) {
        world.note("flushes folder " + folder);
        var prefix = folder + "/";
        safeFiles.keySet().removeIf(name -> name.startsWith(prefix));
        files.forEach((name, content) -> {
            if (name.startsWith(prefix)) {
                safeFiles.put(name, content);
            }
        });
    }

    @Override
    public void lock() {
        if (locked) {
            throw new InUse(place() + " is open already: close it first");
        }
        locked = true;
    }

    @Override
    public String database(String name) {
        var on = h2;
        if (on == null) {
            on = H2OverDisk.of(this);
            h2 = on;
        }
        var url = on.url(name);
        databases.add(url);
        return url;
    }

    @Override
    public void setAside(String database) {
        world.note("sets aside " + database);
        files.remove(H2OverDisk.file(database));
    }

    @Override
    public Optional<String> boot() {
        return Optional.of(Integer.toString(boots));
    }

    @Override
    public String place() {
        return "the simulated disk";
    }

    @Override
    public void close() {
        locked = false;
    }

    /** Loses its power: keeps what was flushed, and of the rest what chance leaves. What was open is gone. */
    public void crash() {
        var names = new TreeSet<>(files.keySet());
        names.addAll(safeFiles.keySet());
        var left = new TreeMap<String, Content>();
        for (var name : names) {
            var content = files.get(name);
            var before = safeFiles.get(name);
            var survivor = content == before || loss.nextBoolean() ? content : before;
            if (survivor != null) {
                left.put(name, survivor);
            }
        }
        left.forEach((name, content) -> {
            content.crash(world.nanos(), loss.split());
            world.note("keeps " + name + (H2OverDisk.isFile(name) ? "" : " " + content.now().length()));
        });
        files = left;
        safeFiles = new TreeMap<>(left);
        boots++;
        endProcess();
    }

    /** Loses its process, and no power: what that wrote is there, flushed or not. What was open is gone. */
    public void endProcess() {
        locked = false;
        life++;
    }

    /** Frees what databases of an earlier life hold in memory; nothing of theirs runs any more. */
    void forgetDatabases() {
        var on = h2;
        if (on != null) {
            databases.forEach(H2OverDisk::shutDown);
            databases.clear();
            on.unregister();
            h2 = null;
        }
    }
}

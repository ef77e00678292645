// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import io.thence.server.cli.ProgressLine;
import io.thence.server.cli.Terminal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * Where contenders are measured: a directory of this run alone, so that all of them use one disk. It is removed at the
 * end, also when the process is told to end.
 */
public final class Lab implements AutoCloseable {

    private static final long SETTLE_SECONDS = 60;
    private static final long TOUCHED = 512L << 20; // about what a sample writes

    private final Path root;
    private final Scale scale;
    private final Terminal terminal;
    private final World world = new SystemWorld();
    private final Thread atEnd;

    private Lab(Path root, Scale scale, Terminal terminal) {
        this.root = root;
        this.scale = scale;
        this.terminal = terminal;
        atEnd = new Thread(() -> clear(root), "bench-clear");
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /** A new one in {@code folder}, which is made if it is missing. */
    public static Lab in(Path folder, Scale scale, Terminal terminal) throws IOException {
        Files.createDirectories(folder);
        return new Lab(Files.createTempDirectory(folder.toAbsolutePath(), "bench-"), scale, terminal);
    }

    /** How much is done. */
    public Scale scale() {
        return scale;
    }

    /** The machine, for stores. */
    public World world() {
        return world;
    }

    /** A new directory that is empty. */
    public Path directory(String name) throws IOException {
        return Files.createTempDirectory(root, name + "-");
    }

    /** Shows how far something is. */
    public ProgressLine progress(String task, String unit, long unitSize) {
        return new ProgressLine(terminal, task, unit, unitSize);
    }

    /** Lets the system write out what the last contender left, so that the next one does not pay for it. */
    public void settle() throws IOException, InterruptedException {
        if (!scale.settles()) {
            return;
        }
        var sync = new ProcessBuilder("sync", "-f", root.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!sync.waitFor(SETTLE_SECONDS, TimeUnit.SECONDS)) {
            sync.destroy();
        }
    }

    /**
     * Has the system hold memory for what the next contender writes: where a host takes unused memory away, a page that
     * is used anew costs many times what it costs on a machine of one's own, and only who writes new files pays. A file
     * without blocks is read through, which fills the page cache and touches no disk, and is cut to nothing.
     */
    public void touchPages() throws IOException {
        if (!scale.settles()) {
            return;
        }
        try (var file = new RandomAccessFile(root.resolve("touched").toFile(), "rw")) {
            file.setLength(TOUCHED);
            var piece = new byte[1 << 20];
            for (long at = 0; at < TOUCHED; at += piece.length) {
                file.readFully(piece);
            }
            file.setLength(0);
        }
    }

    /** Removes a directory with all that is in it. */
    public static void clear(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | RuntimeException _) {
            // Somebody still writes there, or has been quicker: what is left can be deleted by hand.
        }
    }

    @Override
    public void close() {
        clear(root);
        Runtime.getRuntime().removeShutdownHook(atEnd);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.census;

import io.thence.world.FileDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store takes on disk. Files that come or go while it is looked at may be missed.
 *
 * @param parts    files and bytes by the folder that they are in: log, index, views, snapshots, keys; what lies beside
 *                 them is under "."
 * @param segments files of segments as they were written
 * @param packed   files of segments that were packed
 * @param archives directories to which segments were moved, whose bytes are not counted
 * @param writer   the process that writes to it, where that can be seen
 * @param open     how many of its files that process has open, where that can be seen
 */
public record FileStats(
        SortedMap<String, Part> parts, long segments, long packed, long archives, OptionalLong writer,
        OptionalLong open) {

    /** Files together. */
    public record Part(long files, long bytes) {
        Part with(long more) {
            return new Part(files + 1, bytes + more);
        }
    }

    /** Bytes of all files. */
    public long bytes() {
        return parts.values().stream().mapToLong(Part::bytes).sum();
    }

    static FileStats of(Path directory) {
        var parts = new TreeMap<String, Part>();
        long[] kinds = new long[4];
        try (var files = Files.walk(directory)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = directory.relativize(file);
                var folder = name.getNameCount() == 1 ? "." : name.getName(0).toString();
                parts.merge(folder, new Part(1, size(file)), (one, other) -> one.with(other.bytes()));
                if (folder.equals("log")) {
                    kinds[kind(name.toString())]++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var writer = writer(directory);
        return new FileStats(parts, kinds[0], kinds[1], kinds[2],
                writer.map(OptionalLong::of).orElse(OptionalLong.empty()),
                writer.map(process -> OptionalLong.of(open(process, directory))).orElse(OptionalLong.empty()));
    }

    private static int kind(String name) {
        return name.endsWith(".segment") ? 0 : name.endsWith(".packed") ? 1 : name.endsWith(".archive") ? 2 : 3;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0; // it went meanwhile
        }
    }

    /** The process that has the lock's file open; only Linux tells. */
    private static Optional<Long> writer(Path directory) {
        try {
            long process = Long.parseLong(Files.readString(directory.resolve(FileDisk.LOCK)).strip());
            return open(process, directory.resolve(FileDisk.LOCK)) > 0 ? Optional.of(process) : Optional.empty();
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** How many files that are {@code place} or below it a process has open. */
    private static long open(long process, Path place) {
        var below = place.toAbsolutePath().normalize();
        try (var links = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            return links.filter(link -> Files.exists(link, LinkOption.NOFOLLOW_LINKS)).filter(link -> {
                try {
                    return Files.readSymbolicLink(link).startsWith(below);
                } catch (IOException _) {
                    return false;
                }
            }).count();
        } catch (IOException _) {
            return 0;
        }
    }
}

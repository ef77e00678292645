// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.testing.disk.FileBytes.Change;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The files of a {@link FaultyDisk} by name: as processes see them, and as their folders were flushed. */
final class Names {

    private final TreeMap<String, FileBytes> seen = new TreeMap<>();
    private final TreeMap<String, FileBytes> kept = new TreeMap<>();
    /** For each name that has changed since its folder was flushed, what it has stood for, nothing included. */
    private final TreeMap<String, List<Optional<FileBytes>>> changed = new TreeMap<>();

    Optional<FileBytes> get(String name) {
        return Optional.ofNullable(seen.get(name));
    }

    FileBytes create(String name) {
        var file = new FileBytes();
        seen.put(name, file);
        changed(name, file);
        return file;
    }

    void delete(String name) {
        if (seen.remove(name) != null) {
            changed(name, null);
        }
    }

    private void changed(String name, @Nullable FileBytes file) {
        changed.computeIfAbsent(name, _ -> new ArrayList<>()).add(Optional.ofNullable(file));
    }

    List<String> list(String folder) {
        var prefix = folder + "/";
        return seen.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    /** Any file. */
    FileBytes any(RandomGenerator random) {
        return List.copyOf(seen.values()).get(random.nextInt(seen.size()));
    }

    void flush(String folder) {
        var prefix = folder + "/";
        kept.keySet().removeIf(name -> name.startsWith(prefix));
        changed.keySet().removeIf(name -> name.startsWith(prefix));
        seen.forEach((name, file) -> {
            if (name.startsWith(prefix)) {
                kept.put(name, file);
            }
        });
    }

    long bytes() {
        long bytes = 0;
        for (var file : seen.values()) {
            bytes += file.length();
        }
        return bytes;
    }

    long unflushed() {
        long hash = changed.keySet().hashCode();
        for (var file : seen.entrySet()) {
            for (var change : file.getValue().changes()) {
                long one = switch (change) {
                    case Change.Write(int at, byte[] bytes) -> (long) at << 32 | bytes.length;
                    case Change.Length(int length) -> -1L - length;
                };
                hash = (hash ^ one ^ (long) file.getKey().hashCode() << 8) * 0x9E37_79B9_7F4A_7C15L;
                hash ^= hash >>> 29;
            }
        }
        return hash;
    }

    /** The same in every respect, and apart. */
    Names copy() {
        var copies = new IdentityHashMap<FileBytes, FileBytes>();
        var names = new Names();
        seen.forEach((name, file) -> names.seen.put(name, copies.computeIfAbsent(file, FileBytes::copy)));
        kept.forEach((name, file) -> names.kept.put(name, copies.computeIfAbsent(file, FileBytes::copy)));
        changed.forEach((name, states) -> names.changed.put(name, new ArrayList<>(states.stream()
                .map(state -> state.map(file -> copies.computeIfAbsent(file, FileBytes::copy))).toList())));
        return names;
    }

    /** The files after a crash. */
    Names afterCrash(RandomGenerator random) {
        var survivors = new TreeMap<>(kept);
        changed.forEach((name, states) -> {
            int chosen = random.nextInt(states.size() + 1);
            if (chosen > 0) {
                survivors.remove(name);
                states.get(chosen - 1).ifPresent(file -> survivors.put(name, file));
            }
        });
        return of(survivors, file -> file.afterCrash(random));
    }

    /** The files with nothing but what was flushed. */
    Names kept() {
        return of(kept, FileBytes::fromDevice);
    }

    /** The files with all that was written. */
    Names seen() {
        return of(seen, FileBytes::fromCache);
    }

    private static Names of(SortedMap<String, FileBytes> files, Function<FileBytes, byte[]> bytes) {
        var names = new Names();
        files.forEach((name, file) -> {
            var copy = FileBytes.flushed(bytes.apply(file));
            names.seen.put(name, copy);
            names.kept.put(name, copy);
        });
        return names;
    }
}

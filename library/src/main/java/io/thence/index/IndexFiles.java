// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** The files of an index: which belong to it, and which are left over. */
final class IndexFiles {

    private static final System.Logger LOG = System.getLogger(IndexFiles.class.getName());

    private final Disk disk;
    private final UUID log;
    private final BlockCache cache;

    IndexFiles(Disk disk, UUID log, BlockCache cache) {
        this.disk = disk;
        this.log = log;
        this.cache = cache;
    }

    /** A manifest with its runs. */
    record Opened(Manifest manifest, List<Run> runs) {}

    /** Opens what the last whole manifest says; an empty index, with a word, if that cannot be. */
    Opened open() {
        var names = disk.list(InvertedIndex.FOLDER).stream().filter(Manifest::isName).toList();
        for (var name : names.reversed()) {
            try {
                var manifest = Manifest.read(disk, name);
                if (!manifest.log().equals(log)) {
                    throw new Corrupt(InvertedIndex.FOLDER + "/" + name + " belongs to another log");
                }
                return new Opened(manifest, runs(manifest));
            } catch (Corrupt | NoStore e) {
                LOG.log(System.Logger.Level.WARNING, () -> disk.place() + ": " + e.getMessage());
            }
        }
        return none();
    }

    /**
     * An index of nothing, whose files get names that no file has; a manifest that stays could name a run that is
     * written later.
     */
    Opened none() {
        var names = disk.list(InvertedIndex.FOLDER).stream().filter(Manifest::isName).toList();
        long number = names.isEmpty() ? 0 : Manifest.number(names.getLast()) + 1;
        return new Opened(new Manifest(number, log, nextFree(), new byte[0], new int[0], List.of()), List.of());
    }

    private long nextFree() {
        return disk.list(InvertedIndex.FOLDER).stream().filter(Run::isName).mapToLong(Run::number).max().orElse(0) + 1;
    }

    private List<Run> runs(Manifest manifest) {
        var runs = new ArrayList<Run>();
        try {
            for (long number : manifest.runs()) {
                runs.add(open(number));
                if (runs.size() > 1 && !runs.get(runs.size() - 2).isBefore(runs.getLast())) {
                    throw new Corrupt(Run.name(number) + " does not follow on the run before it");
                }
            }
            return List.copyOf(runs);
        } catch (ThenceException e) {
            Closing.after(e, runs.stream().map(run -> run::close));
            throw e;
        }
    }

    /** Opens a run. */
    Run open(long number) {
        var file = disk.open(Run.name(number), Access.READ);
        try {
            var run = Run.open(file, number, cache);
            if (!run.foot().log().equals(log)) {
                throw new Corrupt(file.name() + " belongs to another log");
            }
            return run;
        } catch (IndexOutOfBoundsException e) {
            file.close();
            throw InvertedIndex.nonsense(e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Deletes what the manifest does not name, for good: nothing of it comes back beside what is written next. */
    void sweep(Manifest manifest) {
        var kept = new HashSet<String>();
        manifest.runs().forEach(number -> kept.add(Run.name(number)));
        kept.add(manifest.name());
        boolean swept = false;
        for (var name : disk.list(InvertedIndex.FOLDER)) {
            var path = InvertedIndex.FOLDER + "/" + name;
            if ((Run.isName(name) || Manifest.isName(name)) && !kept.contains(path)) {
                disk.delete(path);
                swept = true;
            }
        }
        if (swept) {
            disk.flushFolder(InvertedIndex.FOLDER);
        }
    }
}

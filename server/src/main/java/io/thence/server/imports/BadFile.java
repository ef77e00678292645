// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.CommandId;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file for bad lines, and the one of their problems, in one run. Both are on disk before the store has the word of
 * their lengths in the very batch with which these lines are done: so a run that is killed loses no bad line, and what
 * it wrote of lines that are not done is cut by the next, which meets them again.
 *
 * <p>Where entries have ids, each run meets all lines: there each bad line is a command of its own, in whose batch the
 * word is. One that the store remembers is there from an earlier run.
 */
final class BadFile implements AutoCloseable {

    /** The most lines that are written down before the store is told. */
    private static final int KNOWN_MAX = 1_000;

    private final EventStore store;
    private final Importing.Input input;
    private final Path path;
    private final WriterMark mark;
    private final RecordedFile lines;
    private final RecordedFile problems;
    private final List<Append> known = new ArrayList<>();
    private boolean begun;
    private boolean changed;

    /**
     * Cuts what a killed run has left.
     *
     * @throws BadRequest if an import into another store writes there, or was killed while it did
     */
    BadFile(EventStore store, Importing.Input input, Path path) {
        this.store = store;
        this.input = input;
        this.path = path;
        mark = new WriterMark(path, store.lineage());
        lines = new RecordedFile(path, store);
        problems = new RecordedFile(path.resolveSibling(path.getFileName() + ".problems"), store);
        try {
            if (mark.isSet()) {
                lines.cut();
                problems.cut();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private BadRequest failed(IOException e) {
        return new BadRequest("bad lines cannot be written to " + path + " (" + e + "): give a file in a directory that"
                + " is there and can be written to");
    }

    /** Takes a line and what is wrong with it; false if it is there already. */
    boolean add(Line line, String problem) {
        boolean hasIds = input.mapping().hasIds();
        var command = command(line);
        if (hasIds && store.remembered(command.id()).isPresent()) {
            return false;
        }
        try {
            if (!begun) {
                begin();
            }
            write(line.raw());
            problems.write((problem + '\n').getBytes(StandardCharsets.UTF_8));
            changed = true;
            if (hasIds) {
                known.add(Append.finished(stand()).of(command).answered(Durability.WRITTEN));
            }
        } catch (IOException e) {
            throw failed(e);
        }
        if (known.size() == KNOWN_MAX) {
            flush();
        }
        return true;
    }

    /** Under which a line is known at its place in this input, for this file. */
    private Command command(Line line) {
        var where = path.toAbsolutePath().normalize() + "\n" + input.name() + "\n" + line.number() + "\n";
        var hash = ContentHash.sha256(where.getBytes(StandardCharsets.UTF_8),
                RawBytes.encode(line.text(), StandardCharsets.UTF_8));
        return new Command(new CommandId("import-bad/" + hash.hex()), hash);
    }

    private void begin() throws IOException {
        begun = true;
        mark.set();
        store.append(Append.finished(stand()));
        if (lines.length() == 0 && input.lines().header().isPresent()) {
            write(input.lines().header().get());
        }
    }

    private List<Finished> stand() throws IOException {
        return List.of(lines.stands(), problems.stands());
    }

    private void write(String line) throws IOException {
        lines.write(RawBytes.encode(line + '\n', input.lines().file().charset()));
    }

    /** Puts on disk what was taken; the words of it for the batch with which these lines are done. */
    List<Finished> flush() {
        if (!changed) {
            return List.of();
        }
        try {
            lines.flush();
            problems.flush();
            changed = false;
            return input.mapping().hasIds() ? remember() : stand();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Has the store remember lines that are on disk, with the word of it. */
    private List<Finished> remember() {
        for (var line : known) {
            if (!(store.append(line) instanceof Appended.Committed)) {
                throw new IllegalStateException("the word of a bad line that is written down was refused: " + line);
            }
        }
        known.clear();
        return List.of();
    }

    /** All that was taken stands, whatever becomes of the files from here on. */
    void done() {
        flush();
        var recorded = Stream.of(lines, problems).filter(RecordedFile::isRecorded).map(RecordedFile::done).toList();
        if (!recorded.isEmpty()) {
            store.append(Append.finished(recorded));
        }
        try {
            if (mark.isSet()) {
                mark.clear();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
            problems.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

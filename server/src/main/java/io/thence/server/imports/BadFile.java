// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file for bad lines, and the one of their problems, in one run. Both are on disk before the store has the word of
 * their lengths in the very batch with which these lines are done: so a run that is killed loses no bad line, and what
 * it wrote of lines that are not done is cut by the next, which meets them again.
 */
final class BadFile implements AutoCloseable {

    private final EventStore store;
    private final Lines input;
    private final Path path;
    private final RecordedFile lines;
    private final RecordedFile problems;
    private boolean begun;
    private boolean changed;

    /** Cuts what a killed run has left. */
    BadFile(EventStore store, Lines input, Path path) {
        this.store = store;
        this.input = input;
        this.path = path;
        lines = new RecordedFile(path, store);
        problems = new RecordedFile(path.resolveSibling(path.getFileName() + ".problems"), store);
        try {
            lines.cut();
            problems.cut();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private BadRequest failed(IOException e) {
        return new BadRequest("bad lines cannot be written to " + path + " (" + e + "): give a file in a directory that"
                + " is there and can be written to");
    }

    /** Takes a line and what is wrong with it. */
    void add(Line line, String problem) {
        try {
            if (!begun) {
                begin();
            }
            write(line.text());
            problems.write((problem + '\n').getBytes(StandardCharsets.UTF_8));
            changed = true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void begin() throws IOException {
        begun = true;
        store.append(Append.finished(List.of(lines.stands(), problems.stands())));
        if (lines.length() == 0 && input.header().isPresent()) {
            write(input.header().get());
        }
    }

    private void write(String line) throws IOException {
        lines.write(RawBytes.encode(line + '\n', input.file().charset()));
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
            return List.of(lines.stands(), problems.stands());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** All that was taken stands, whatever becomes of the files from here on. */
    void done() {
        flush();
        var recorded = Stream.of(lines, problems).filter(RecordedFile::isRecorded).map(RecordedFile::done).toList();
        if (!recorded.isEmpty()) {
            store.append(Append.finished(recorded));
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

    /** The one of a run that writes bad lines down. */
    static Optional<BadFile> of(EventStore store, Importing.Input input) {
        return input.bad().to().map(path -> new BadFile(store, input.lines(), path));
    }
}

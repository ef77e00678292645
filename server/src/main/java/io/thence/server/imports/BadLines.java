// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.BadRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of lines that are no events: the first one ends the import, or they go to a file, as they are and under
 * the same header, to be mended and imported from there. A second file, {@code NAME.problems}, says of each in the same
 * order what is wrong.
 */
public final class BadLines implements AutoCloseable {

    /** The most that are said to a person one by one. */
    private static final int SAID_MAX = 20;

    private final Optional<Path> to;
    private final Consumer<String> say;
    private Optional<BufferedWriter> lines = Optional.empty();
    private Optional<BufferedWriter> problems = Optional.empty();
    private long count;

    private BadLines(Optional<Path> to, Consumer<String> say) {
        this.to = to;
        this.say = say;
    }

    /** The first one ends the import. */
    public static BadLines stop() {
        return new BadLines(Optional.empty(), _ -> {});
    }

    /** They go to {@code file}, after what is there; the first are said too. */
    public static BadLines to(Path file, Consumer<String> say) {
        return new BadLines(Optional.of(file), say);
    }

    long count() {
        return count;
    }

    /**
     * Takes one.
     *
     * @throws BadRequest if the first one ends the import
     */
    void add(Line line, String problem, Optional<String> header) {
        count++;
        var what = "line " + line.number() + ": " + problem;
        if (to.isEmpty()) {
            throw new BadRequest(what);
        }
        try {
            write(to.get(), line, what, header);
        } catch (IOException e) {
            throw new BadRequest("bad lines cannot be written to " + to.get() + " (" + e + "): give a file in a"
                    + " directory that is there and can be written to");
        }
        if (count <= SAID_MAX) {
            say.accept(what);
        } else if (count == SAID_MAX + 1) {
            say.accept("more of them are in " + to.get());
        }
    }

    private void write(Path file, Line line, String what, Optional<String> header) throws IOException {
        if (lines.isEmpty()) {
            boolean isNew = !Files.exists(file) || Files.size(file) == 0;
            lines = Optional.of(open(file));
            problems = Optional.of(open(file.resolveSibling(file.getFileName() + ".problems")));
            if (isNew && header.isPresent()) {
                lines.get().append(header.get()).append('\n');
            }
        }
        lines.get().append(line.text()).append('\n');
        problems.orElseThrow().append(what).append('\n');
    }

    private static BufferedWriter open(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Hands what was taken to the operating system: before the store says that these lines are done. */
    void flush() {
        try {
            if (lines.isPresent()) {
                lines.get().flush();
                problems.orElseThrow().flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (lines.isPresent()) {
                lines.get().close();
                problems.orElseThrow().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.store.EventStore;
import io.thence.store.Finished;
import java.util.List;
import java.util.Optional;

/** The bad lines of one run: they go to a file, or the first of them ends the run. */
final class Rejected implements AutoCloseable {

    /** The most that are said to a person one by one. */
    private static final int SAID_MAX = 20;

    private final BadLines how;
    private final Optional<BadFile> file;
    private Optional<Problem> first = Optional.empty();
    private long count;
    private long added;

    private record Problem(long line, String text) {}

    Rejected(EventStore store, Importing.Input input) {
        how = input.bad();
        file = how.to().map(path -> new BadFile(store, input, path));
    }

    /** Whether the first one ends the run. */
    boolean isLast() {
        return file.isEmpty();
    }

    void add(Line line, String problem) {
        count++;
        var what = "line " + line.number() + ": " + problem;
        if (file.filter(to -> to.add(line, what)).isPresent()) {
            added++;
            say(what);
        }
        if (isLast() && first.filter(other -> other.line() <= line.number()).isEmpty()) {
            first = Optional.of(new Problem(line.number(), what));
        }
    }

    private void say(String what) {
        if (added <= SAID_MAX) {
            how.say().accept(what);
        } else if (added == SAID_MAX + 1) {
            how.say().accept("more of them are in " + how.to().orElseThrow());
        }
    }

    /** How many there are, those among them that the file has of an earlier run. */
    long count() {
        return count;
    }

    /** What ends the run: of the first line that is bad, where that does. */
    Optional<String> end() {
        return first.map(Problem::text);
    }

    /** Puts on disk what was written; the words of it for the batch with which these lines are done. */
    List<Finished> flush() {
        return file.map(BadFile::flush).orElse(List.of());
    }

    /** Everything that was written stands. */
    void done() {
        file.ifPresent(BadFile::done);
    }

    @Override
    public void close() {
        file.ifPresent(BadFile::close);
    }
}

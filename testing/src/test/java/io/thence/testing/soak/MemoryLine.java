// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** What was live in the heap, and what the process held, over the time of all lives. */
final class MemoryLine {

    /** So much may be live in the heap, as a mean, in the last third of a life more than in the one before. */
    static final long HEAP_MORE_BYTES = 3 << 20;

    /** And so much may the process hold more, heap and all else. */
    static final long RESIDENT_MORE_BYTES = 16 << 20;

    private static final int WIDTH = 100;
    private static final int SAMPLES_MIN = 30;

    private final List<Sample> samples = new ArrayList<>();
    private int life;

    /**
     * One look.
     *
     * @param life     which life, from 1
     * @param upMillis how old it was
     * @param heap     bytes that are live
     * @param resident bytes that the process holds
     * @param events   events in the log
     */
    record Sample(int life, long upMillis, long heap, long resident, long events) {}

    void begins() {
        life++;
    }

    void take(long upMillis, long heap, long resident, long events) {
        samples.add(new Sample(life, upMillis, heap, resident, events));
    }

    /** Those of the life that was longest. */
    private List<Sample> longest() {
        int longest = samples.stream().max((a, b) -> Long.compare(a.upMillis(), b.upMillis())).orElseThrow().life();
        return samples.stream().filter(sample -> sample.life() == longest).toList();
    }

    /** By how much the last third is above the second, as means of the life that was longest. */
    private static long growth(List<Sample> line, ToLongFunction<Sample> of) {
        int third = line.size() / 3;
        return mean(line.subList(2 * third, line.size()), of) - mean(line.subList(third, 2 * third), of);
    }

    private static long mean(List<Sample> line, ToLongFunction<Sample> of) {
        return (long) line.stream().mapToLong(of).average().orElseThrow();
    }

    /** Fails where it grew on: in the last third of the life that was longest, beside the third before. */
    void demandFlat() {
        var line = longest();
        assertThat(line).as("looks in one life").hasSizeGreaterThanOrEqualTo(SAMPLES_MIN);
        assertThat(growth(line, Sample::heap)).as("bytes that the live heap grew by: %s", text())
                .isLessThanOrEqualTo(HEAP_MORE_BYTES);
        assertThat(growth(line, Sample::resident)).as("bytes that the process grew by: %s", text())
                .isLessThanOrEqualTo(RESIDENT_MORE_BYTES);
    }

    /** The figures of the life that was longest, in a line, and its plot; empty where there were few looks. */
    String report() {
        return samples.size() < SAMPLES_MIN ? "" : text() + "\n" + plot();
    }

    private String text() {
        var line = longest();
        int third = line.size() / 3;
        var parts = List.of(line.subList(0, third), line.subList(third, 2 * third),
                line.subList(2 * third, line.size()));
        return "life %d, %d minutes, %d looks; MiB in its thirds: live heap %s, resident %s; events %d to %d".formatted(
                line.getFirst().life(), line.getLast().upMillis() / 60_000, line.size(), means(parts, Sample::heap),
                means(parts, Sample::resident), line.getFirst().events(), line.getLast().events());
    }

    private static String means(List<List<Sample>> parts, ToLongFunction<Sample> of) {
        return String.join(", ", parts.stream().map(part -> part.isEmpty() ? "-" : "%.1f".formatted(
                mean(part, of) / 1048576.0)).toList());
    }

    /** The last look, in words. */
    String last() {
        return samples.isEmpty() ? "" : "live heap %d MiB, resident %d MiB".formatted(
                samples.getLast().heap() >> 20, samples.getLast().resident() >> 20);
    }

    /** All looks as a table. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var text = new StringBuilder("life\tupMillis\theapBytes\tresidentBytes\tevents\n");
        samples.forEach(one -> text.append(one.life()).append('\t').append(one.upMillis()).append('\t')
                .append(one.heap()).append('\t').append(one.resident()).append('\t').append(one.events()).append('\n'));
        Files.writeString(file, text);
    }

    /** The life that was longest, drawn: time to the right, a star a mean of the looks there. */
    String plot() {
        return draw("live heap after a collection, MiB", Sample::heap)
                + draw("resident, MiB", Sample::resident);
    }

    private String draw(String title, ToLongFunction<Sample> of) {
        var line = longest();
        int columns = Math.min(WIDTH, line.size());
        var heights = new long[columns];
        for (int i = 0; i < columns; i++) {
            heights[i] = mean(line.subList(i * line.size() / columns, (i + 1) * line.size() / columns), of) >> 20;
        }
        long top = Arrays.stream(heights).max().orElseThrow();
        long step = Math.max(1, top / 16);
        var text = new StringBuilder(title + "\n");
        for (long level = top / step * step; level >= 0; level -= step) {
            text.append("%5d |".formatted(level));
            for (long height : heights) {
                text.append(height / step * step == level ? '*' : ' ');
            }
            text.append('\n');
        }
        return text.append("      +").append("-".repeat(columns)).append(" %d min%n".formatted(
                line.getLast().upMillis() / 60_000)).toString();
    }
}

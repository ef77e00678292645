// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.Datasets;
import io.thence.world.Mark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the shop for real, twenty times on one directory and each time further on in December: at positions, inside a
 * view's commit, inside a roll of segments, during recovery. Nothing that was acknowledged is lost, and in the end
 * everything is as if nothing had happened.
 */
class CrashTest {

    private static final long SEED = 20101213;
    private static final int KILLS = 20;

    /** The kills come within the first third of December's 5,914 events: what was fed before is fed again each time. */
    private static final int EVENTS = 2_000;

    @TempDir
    Path directory;

    private final Path december = Datasets.need(Datasets.DECEMBER);
    private long acknowledged;

    /** When a child is killed: at a position, or at the n-th time that it comes to a place in the code. */
    private record Kill(String place, int time, long position) {

        static Kill at(long position) {
            return new Kill("none", 0, position);
        }

        static Kill in(Mark mark, int time) {
            return new Kill(mark.name(), time, Long.MAX_VALUE);
        }
    }

    @Test
    void killed_anywhere_it_ends_as_if_nothing_had_happened() throws Exception {
        System.out.println("seed " + SEED);
        var kills = plan(new Random(SEED));
        assertThat(kills).hasSize(KILLS);
        for (var kill : kills) {
            var lines = run(kill);
            assertThat(lines).as("killed before it was done: " + kill).noneMatch(line -> line.startsWith("REPORT"));
            assertThat(kill.time() == 0 || lines.contains("MARK")).as("came to " + kill).isTrue();
        }
        var lines = run(Kill.at(Long.MAX_VALUE));
        KnownAnswers.DECEMBER.assertEqual(value(lines, "REPORT "));
        assertThat(value(lines, "DIGEST ")).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
    }

    private static List<Kill> plan(Random random) {
        var kills = new ArrayList<Kill>();
        for (int i = 0; i < 4; i++) {
            int from = i * EVENTS / 4;
            kills.add(Kill.at(from + 1 + random.nextInt(EVENTS / 16)));
            kills.add(Kill.in(i % 2 == 0 ? Mark.VIEW_COMMITTING : Mark.VIEW_WRITTEN, 1 + random.nextInt(2)));
            kills.add(Kill.in(i % 2 == 0 ? Mark.RECOVERY_STARTED : Mark.RECOVERY_CUT, 1));
            kills.add(Kill.at(from + EVENTS / 8 + random.nextInt(EVENTS / 16)));
            if (i < 2) {
                kills.add(Kill.in(Mark.ROLL_CREATED, 1));
                kills.add(Kill.in(Mark.ROLL_STARTED, 1));
            }
        }
        return kills;
    }

    private List<String> run(Kill kill) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", // it begins soon, and has little to do
                        "-cp", System.getProperty("java.class.path"), CrashChild.class.getName(),
                        directory.resolve("data").toString(), december.toString(), kill.place(),
                        Integer.toString(kill.time()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new ArrayList<String>();
        try (var out = process.inputReader()) {
            follow(out, kill, process, lines);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return lines;
    }

    private void follow(BufferedReader out, Kill kill, Process process, List<String> lines) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith("HEAD ")) {
                assertThat(number(line)).as("head after " + kill).isGreaterThanOrEqualTo(acknowledged);
            } else if (line.startsWith("ACK ")) {
                acknowledged = Math.max(acknowledged, number(line));
                if (acknowledged >= kill.position()) {
                    process.toHandle().destroyForcibly(); // and what it has printed can still be read
                }
            } else if (line.equals("MARK")) {
                process.toHandle().destroyForcibly();
            }
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    private static String value(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst()
                .map(line -> line.substring(start.length()))
                .orElseThrow(() -> new AssertionError("the child did not end: " + lines.getLast()));
    }
}

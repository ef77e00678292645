// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Truncation;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An import that is killed at any moment, again and again, until it comes to the end. */
@Timeout(300)
class ImportKilledTest {

    private static final long SEED = Long.getLong("thence.kill.seed", 5);
    private static final int LINES = 6_000;
    private static final String LONG = "x".repeat(100);

    @TempDir
    Path folder;

    /** Of seven lines one is no number, and one is filed under a key with a tombstone. */
    private static String line(int n) {
        return switch (n % 7) {
            case 3 -> "k" + n + ",no number " + n + LONG;
            case 5 -> "gone," + n;
            default -> "k" + n + "," + n;
        };
    }

    private static boolean isBad(int n) {
        return n % 7 == 3 || n % 7 == 5;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n"})
    void eachLineIsInOnePlaceOnce(String id) throws Exception {
        var store = folder.resolve("store");
        try (var disk = new FileDisk(store);
                var log = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            log.append(Append.of(List.of(Truncation.tombstone(new KeyValue("key", "gone"))), Origin.of("test")));
        }
        var input = new ArrayList<>(List.of("key,n"));
        var bad = new ArrayList<>(List.of("key,n"));
        var good = new ArrayList<String>();
        for (int n = 1; n <= LINES; n++) {
            input.add(line(n));
            if (isBad(n)) {
                bad.add(line(n));
            } else {
                good.add("{\"n\":" + n + "}");
            }
        }
        Files.write(folder.resolve("input.csv"), input);
        var random = new SplittableRandom(SEED);
        int kills = 0;
        while (!isDone(store, id, kills < (id.isEmpty() ? 20 : 4) ? random.nextInt(LINES) : Integer.MAX_VALUE)) {
            kills++;
        }
        assertThat(kills).isGreaterThanOrEqualTo(4);
        assertThat(Files.readAllLines(folder.resolve("bad.csv"))).as("%s kills, seed %s", kills, SEED)
                .containsExactlyInAnyOrderElementsOf(bad).startsWith("key,n");
        assertThat(Files.readAllLines(folder.resolve("bad.csv.problems"))).hasSize(bad.size() - 1)
                .doesNotHaveDuplicates();
        assertThat(data(store)).containsExactlyElementsOf(good);
    }

    @Test
    void whatIsNotOfAKilledRunIsNotCut() throws IOException {
        var line = new CommandLine();
        var input = Files.writeString(folder.resolve("input.csv"), "key,n\nk1,one\nk2,2\n");
        var bad = folder.resolve("bad.csv");
        var arguments = List.of("import", input.toString(), "--data=" + folder.resolve("store"), "--type", "counted",
                "--columns", "n:number", "--bad", bad.toString()).toArray(String[]::new);
        assertThat(line.run(arguments)).as(line.said()).isZero();
        Files.writeString(bad, "key,n\nk1,1 and mended at length\nk7,7\n");
        Files.writeString(input, "key,n\nk1,one\nk2,2\nk3,three\n");
        assertThat(line.run(arguments)).as(line.said()).isZero();
        assertThat(Files.readAllLines(bad)).containsExactly("key,n", "k1,1 and mended at length", "k7,7", "k3,three");
        Files.delete(bad);
        Files.writeString(input, "key,n\nk1,one\nk2,2\nk3,three\nk4,four\n");
        assertThat(line.run(arguments)).as(line.said()).isZero();
        assertThat(Files.readAllLines(bad)).containsExactly("key,n", "k4,four");
    }

    /** Whether a run comes to its end before it has read so many lines. */
    private boolean isDone(Path store, String id, int most) throws IOException {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                ImportWorker.class.getName(), store.toString(), folder.resolve("input.csv").toString(),
                folder.resolve("bad.csv").toString(), id).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var dots = process.getInputStream()) {
            for (int read = 0; dots.read() >= 0; read++) {
                if (read == most) {
                    process.toHandle().destroyForcibly(); // what it printed can still be read
                }
            }
        }
        return process.onExit().join().exitValue() == 0;
    }

    private static List<String> data(Path store) {
        var line = new CommandLine();
        assertThat(line.run("read", "--data=" + store, "--type", "counted", "--json")).as(line.said()).isZero();
        return line.printed().lines().map(event -> event.replaceFirst(".*\"data\":(.*)}$", "$1")).toList();
    }
}

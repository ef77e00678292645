// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.kill;

import io.thence.CommandId;
import io.thence.Position;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.testing.child.ChildJvm;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that appends at full speed is killed at any moment. What it was answered is there, flushed or only written:
 * the machine's cache outlives the process.
 */
class KillTest {

    private static final long SEED = Long.getLong("thence.kill.seed", 4);

    @TempDir
    Path folder;

    @Test
    void nothingThatWasAnsweredIsLostByAKill() throws Exception {
        kill(20);
    }

    @Test
    @Tag("campaign")
    void nothingThatWasAnsweredIsLostByManyKills() throws Exception {
        kill(300);
    }

    private void kill(int times) throws Exception {
        var random = new SplittableRandom(SEED);
        long answered = 0;
        for (int round = 0; round < times; round++) {
            var data = folder.resolve("data" + round / 10); // a store lives ten lives
            var ids = answersUntilKilled(data, "r" + round, 1 + random.nextInt(random.nextBoolean() ? 40 : 1_500));
            answered += ids.size();
            verify(data, ids, round);
        }
        System.out.printf("%d kills, %d answers, seed %d%n", times, answered, SEED);
        assertThat(answered).isGreaterThan(times);
    }

    /** What a child was answered; it is killed after about so many answers. */
    private static List<String> answersUntilKilled(Path data, String name, int answers) throws IOException {
        var process = new ProcessBuilder(ChildJvm.command(List.of(), Worker.class, List.of(data.toString(), name)))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var ids = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                ids.add(line);
                if (ids.size() == answers) {
                    process.toHandle().destroyForcibly(); // what it printed can still be read
                }
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        return ids.subList(0, Math.max(answers, ids.size() - 1)); // the last line may be cut
    }

    private static void verify(Path data, List<String> ids, int round) {
        var disk = new FileDisk(data);
        try (var store = LogStore.open(new SystemWorld(), disk, Worker.SETTINGS)) {
            assertThat(ids).as("round %s, seed %s", round, SEED)
                    .allSatisfy(id -> assertThat(store.remembered(new CommandId(id))).isPresent());
            var events = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)
                    .list(Integer.MAX_VALUE);
            for (int i = 0; i < events.size(); i++) {
                assertThat(events.get(i).position().number()).isEqualTo(i + 1L);
            }
            assertThat(wholeBatches(events)).as("round %s: batches as wholes", round).isTrue();
        } finally {
            disk.close();
        }
        assertThat(Verify.run(disk, Worker.SETTINGS, (_, _) -> {}).list()).isEmpty();
    }

    private static boolean wholeBatches(List<StoredEvent> events) {
        for (int i = 0; i < events.size();) {
            var source = events.get(i).origin().source();
            int count = Integer.parseInt(source.substring(source.lastIndexOf("of") + 2));
            for (int last = i + count; i < last; i++) {
                if (i >= events.size() || !events.get(i).origin().source().equals(source)) {
                    return false;
                }
            }
        }
        return true;
    }
}

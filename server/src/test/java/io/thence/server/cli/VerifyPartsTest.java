// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.cli.Calls.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static io.thence.server.cli.Calls.CALLING;
import static io.thence.server.cli.Calls.EVENTS;
import static io.thence.server.cli.Calls.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys of persons, the list of the forgotten and states of folds: each is checked, and damage has its place. */
@Timeout(60)
class VerifyPartsTest {

    record Rung(String house) {}

    record Ring(String house) {}

    private static final Key<String> HOUSE = Key.of("house");
    private static final Events<Rung> RINGS = Events.of(Rung.class)
            .type("house.rung", Rung.class, HOUSE.of(Rung::house));
    private static final Fold<String, Integer> COUNT = Fold.by(HOUSE).from(0)
            .on(Rung.class, (count, _) -> count + 1).named("count").snapshotEvery(1);
    private static final Decider<Ring, Rung> RINGING = Decider.of(Ring.class, RINGS).reading(COUNT, Ring::house)
            .decide((ring, _) -> accept(new Rung(ring.house())));
    private static final Application APPLICATION =
            Application.named("calls").with(EVENTS, RINGS, CALLING, RINGING);

    /** Where slots begin, how long one is, and where in it its key lies: KeySlot has the layout. */
    private static final int SLOTS_AT = 4_096;

    private static final int SLOT = 64;
    private static final int KEY_AT = 28;

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

    private Path data() {
        return folder.resolve("data");
    }

    @BeforeEach
    void write() {
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            for (int i = 0; i < 3; i++) {
                calls.send(new Call("p" + i + "@forgetful.example", "Quenilda"));
                calls.send(new Ring("h"));
                assertThat(calls.read(COUNT, "h")).isEqualTo(i + 1);
            }
            calls.forget(PERSON, "p0@forgetful.example");
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    private static int firstSlot(Path table) throws IOException {
        byte[] bytes = Files.readAllBytes(table);
        for (int at = SLOTS_AT; at < bytes.length; at += SLOT) {
            if (bytes[at] == 'L') {
                return at;
            }
        }
        throw new AssertionError("no live key in " + table);
    }

    private void demandDamage(Path directory, String file) {
        assertThat(line.run("verify", "--data=" + directory)).isEqualTo(Subcommand.FAILED);
        assertThat(line.printed()).contains("DAMAGE    " + file).contains("1 damage found");
        assertThat(line.run("verify", "--data=" + directory, "--json")).isEqualTo(Subcommand.FAILED);
        assertThat(line.printed()).contains("\"file\":\"" + file.split(" ", 2)[0] + "\"");
    }

    @Test
    void all_parts_are_counted() {
        assertThat(line.run("verify", "--data=" + data())).isZero();
        assertThat(line.printed()).containsPattern("keys +3 of persons, and 1 erasures listed")
                .containsPattern("snapshots [1-9]\\d* frames").contains("No damage");
        assertThat(line.run("verify", "--json", "--data=" + data())).isZero();
        assertThat(line.printed()).contains("\"keys\":3,\"erasures\":1,").containsPattern("\"snapshotFrames\":[1-9]");
        assertThat(line.run("verify", "--json", "--data=" + data().resolve("keys"))).isZero();
        assertThat(line.printed()).contains("\"keys\":3,\"erasures\":1,");
    }

    @Test
    void beside_an_application_that_runs_too() {
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            calls.send(new Call("p7@forgetful.example", "Rumbold"));
            assertThat(line.run("verify", "--json", "--data=" + data())).isZero();
            assertThat(line.printed()).contains("\"keys\":4,");
        }
    }

    @Test
    void a_damaged_key_and_a_damaged_head_have_their_place() throws IOException {
        var table = data().resolve("keys/table/0000000001.keys");
        int slot = firstSlot(table);
        flip(table, slot + KEY_AT);
        demandDamage(data(), "keys/table/0000000001.keys at offset " + slot + ": this slot is damaged");
        demandDamage(data().resolve("keys"), "table/0000000001.keys at offset " + slot + ": this slot is damaged");
        flip(table, slot + KEY_AT);
        assertThat(line.run("verify", "--data=" + data())).isZero();
        flip(table, 60);
        demandDamage(data(), "keys/table/0000000001.keys at offset 12: the head does not match");
    }

    @Test
    void a_damaged_list_has_its_place() throws IOException {
        flip(data().resolve("keys/log/0000000000.segment"), 130);
        demandDamage(data(), "keys/log/0000000000.segment at offset ");
    }

    @Test
    void a_damaged_state_has_its_place() throws IOException {
        try (var files = Files.list(data().resolve("snapshots/log"))) {
            flip(files.min(Comparator.naturalOrder()).orElseThrow(), 130);
        }
        demandDamage(data(), "snapshots/log/0000000000.segment at offset ");
        assertThat(line.printed()).contains("states are made anew");
    }
}

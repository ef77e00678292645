// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.cli.Calls.Call;
import io.thence.world.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.server.cli.Calls.CALLING;
import static io.thence.server.cli.Calls.EVENTS;
import static io.thence.server.cli.Calls.NAME;
import static io.thence.server.cli.Calls.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys are copied apart from the data, and nowhere near it. */
@Timeout(60)
class BackupKeysTest {

    private static final String ANNA = "quenilda@forgetful.example";
    private static final String BERT = "rumbold@forgetful.example";
    private static final Application APPLICATION = Application.named("calls").with(EVENTS, CALLING);

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

    private Path data() {
        return folder.resolve("data");
    }

    private int copy(Path to) {
        return line.run("backup-keys", to.toString(), "--data=" + data());
    }

    private void write() {
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            calls.send(new Call(ANNA, "Quenilda"));
            calls.send(new Call(BERT, "Rumbold"));
            calls.forget(PERSON, BERT);
        }
    }

    @Test
    void a_log_that_is_restored_is_read_with_the_keys_that_were_copied() throws IOException {
        write();
        var keys = folder.resolve("keys-1");
        assertThat(line.run("backup", folder.resolve("backup").toString(), "--data=" + data())).isZero();
        assertThat(copy(keys)).as(line.said()).isZero();
        assertThat(line.printed()).containsPattern("keys +2").containsPattern("erasures +1");
        assertThat(line.run("verify", "--data=" + keys)).isZero();
        assertThat(Files.getPosixFilePermissions(keys.resolve("table/0000000001.keys")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var back = folder.resolve("back");
        assertThat(line.run("restore", folder.resolve("backup").toString(), "--data=" + back)).isZero();
        var engine = Engine.at(back).keys(FileDisk.forOwner(keys));
        try (var calls = Thence.run(APPLICATION, engine)) {
            assertThat(calls.read(NAME, ANNA)).isEqualTo("Quenilda");
            assertThat(calls.read(NAME, BERT)).isEmpty();
        }
    }

    @Test
    void keys_never_come_near_a_copy_of_the_data() throws IOException {
        write();
        var backup = folder.resolve("backup");
        assertThat(line.run("backup", backup.toString(), "--data=" + data())).isZero();
        var link = Files.createSymbolicLink(folder.resolve("link"), backup);
        for (var into : new Path[] {backup.resolve("keys"), backup.resolve("a/b"), data().resolve("more"),
                link.resolve("keys")}) {
            assertThat(copy(into)).as("%s", into).isEqualTo(Subcommand.USAGE);
            assertThat(line.said()).contains("holds a store or a backup").contains("apart");
            assertThat(into).doesNotExist();
        }
        for (var full : new Path[] {backup, data(), folder}) {
            assertThat(copy(full)).as("%s", full).isEqualTo(Subcommand.USAGE);
            assertThat(line.said()).contains("is not empty");
        }
        assertThat(copy(folder.resolve("keys-1"))).isZero();
        for (var near : new Path[] {folder.resolve("keys-1"), folder.resolve("keys-1/backup")}) {
            assertThat(line.run("backup", near.toString(), "--data=" + data())).as("%s", near)
                    .isEqualTo(Subcommand.USAGE);
            assertThat(line.said()).contains("holds keys of persons");
            assertThat(near.resolve("backup")).doesNotExist();
        }
    }

    @Test
    void only_of_a_store_that_nothing_runs_and_that_has_keys() {
        assertThat(copy(folder.resolve("keys-1"))).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("there are no keys in");
        write();
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            assertThat(copy(folder.resolve("keys-1"))).isEqualTo(Subcommand.FAILED);
            assertThat(line.said()).contains("is written to by");
            assertThat(calls.read(NAME, ANNA)).isEqualTo("Quenilda");
        }
        assertThat(folder.resolve("keys-1")).doesNotExist();
    }
}

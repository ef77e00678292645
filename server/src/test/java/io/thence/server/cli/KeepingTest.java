// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.event.Json;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.ConsumerRecord;
import io.thence.server.Upkeep;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that keep a store over years. */
@Timeout(60)
class KeepingTest {
    private static final int EVENTS = 600;

    @TempDir
    Path folder;

    private final CommandLine line = new CommandLine();
    private Path store = Path.of("");

    @BeforeEach
    void write() {
        store = folder.resolve("store");
        try (var disk = new FileDisk(store); var log = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            for (int i = 1; i <= EVENTS; i++) {
                var data = ("{\"n\":" + i + ",\"text\":\"" + "x".repeat(300) + "\"}").getBytes(StandardCharsets.UTF_8);
                var key = new KeyValue("cart", i % 2 == 0 ? "even" : "odd");
                log.append(Append.of(List.of(NewEvent.of("filled", 1, List.of(key), data)),
                        Origin.of("test")).of(new Command(new CommandId("c" + i), ContentHash.sha256(data))));
            }
        }
    }

    private String data(Path directory) {
        return "--data=" + directory;
    }

    @Test
    void backsUpVerifiesAndRestores() throws IOException {
        var to = folder.resolve("backup");
        var back = folder.resolve("back");
        assertThat(line.run("backup", to.toString(), data(store))).isZero();
        assertThat(line.printed()).containsPattern("head +600");
        assertThat(line.run("backup", to.toString(), data(store), "--json")).isZero();
        assertThat(line.printed()).contains("\"head\":600");
        assertThat(line.run("verify", data(to))).isZero();
        assertThat(line.run("restore", to.toString(), data(back))).isZero();
        assertThat(line.printed()).containsPattern("log +\\S+:2");
        assertThat(line.run("verify", data(back))).isZero();
        assertThat(line.run("read", data(back), "--json")).isZero();
        assertThat(line.printed().lines()).hasSize(EVENTS);
        assertThat(line.run("restore", to.toString(), data(back))).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("not empty");
        var file = to.resolve("log/0000000000.segment");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(line.run("verify", data(to))).isEqualTo(Subcommand.FAILED);
        assertThat(line.printed()).contains("not the manifest's");
        assertThat(line.run("repair", data(to), "--yes")).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("is a backup").contains("restore it to another directory");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(line.run("restore", to.toString(), data(folder.resolve("no")))).isEqualTo(Subcommand.FAILED);
        assertThat(line.said()).contains("log/0000000000.segment").contains("nothing was restored");
    }

    @Test
    void aBackupIsNotMadeWithinTheStore() {
        for (var within : List.of(store.resolve("b"), store.resolve("log/deep/b"))) {
            assertThat(line.run("backup", within.toString(), data(store))).isEqualTo(Subcommand.USAGE);
            assertThat(line.said()).contains(within + " lies in " + store + ", which holds a store or a backup")
                    .contains("give a directory elsewhere");
            assertThat(within).doesNotExist();
        }
    }

    @Test
    void peopleAreToldInWords() throws IOException {
        assertThat(line.run("compact", data(store))).isZero();
        assertThat(line.printed()).containsPattern("segments +(\\d+) of \\1 that are sealed\n")
                .containsPattern("\nwritten anew +[1-9]").containsPattern("\ntheir bytes before +[1-9]")
                .containsPattern("\ntheir bytes now +[1-9]").containsPattern("\nfinished +yes\n");
        assertThat(line.said()).isEmpty();
        assertThat(line.run("repair", data(store))).isZero();
        assertThat(line.printed()).containsPattern("\ngoes on in a new epoch +no\nrepaired +no\n");
        var csv = Files.writeString(folder.resolve("a.csv"), "n\n1\n");
        var young = folder.resolve("young");
        assertThat(line.run("import", csv.toString(), "--type", "seen", data(young))).as(line.said()).isZero();
        assertThat(line.printed()).containsPattern("\nentries read +1\n").containsPattern("\nleft out +0\n");
        assertThat(line.run("verify", data(young))).isZero();
        assertThat(line.printed()).contains("indexed   nothing in files yet: what is new is indexed in memory first\n");
        assertThat(line.run("compact", data(young))).isZero();
        assertThat(line.said()).isEqualTo("thence: nothing to do: no segment is sealed yet; the one that is written to"
                + " is sealed at 67,108,864 bytes\n");
    }

    @Test
    void compactsWhatWasTruncated() {
        assertThat(line.run("compact", data(store), "--json")).isZero();
        assertThat(line.printed()).contains("\"removed\":0").contains("\"finished\":true")
                .containsPattern("\"packed\":[1-9]");
        assertThat(line.run("truncate", "cart/odd", data(store))).isEqualTo(Subcommand.USAGE);
        assertThat(line.run("truncate", "cart/none", "--delete", data(store))).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("cart/none");
        assertThat(line.run("truncate", "cart/odd", "--before", "300", data(store), "--json")).isZero();
        assertThat(line.printed()).contains("\"before\":300").contains("\"position\":601");
        assertThat(line.run("truncate", "cart/even", "--delete", data(store), "--json")).isZero();
        assertThat(line.printed()).contains("\"before\":602");
        assertThat(line.run("truncate", "cart/odd", "--tombstone", data(store), "--json")).isZero();
        assertThat(line.run("compact", data(store), "--keep-age", "cart=P1D", "--json")).isZero();
        assertThat(line.printed()).as("younger than the horizon").contains("\"removed\":0");
        assertThat(line.run("verify", data(store))).isZero();
        assertThat(line.run("compact", data(store), "--keep-count", "cart=0")).isEqualTo(Subcommand.USAGE);
        assertThat(line.run("compact", data(folder.resolve("nothing")))).isEqualTo(Subcommand.USAGE);
    }

    @Test
    void leavesWhatAConsumerHasNotComeTo() {
        try (var disk = new FileDisk(store); var log = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            log.append(Append.finished(List.of(new Finished("mailer", 1, 500, List.of(400L)))));
            log.append(Append.finished(List.of(new Finished("import/carts", 1, 3, List.of()))));
        }
        assertThat(line.run("truncate", "cart/odd", "--before", "601", data(store))).isZero();
        assertThat(line.run("truncate", "cart/even", "--before", "601", data(store))).isZero();
        var settings = new CompactionSettings(Duration.ZERO, Duration.ofDays(30), List.of());
        try (var upkeep = Upkeep.of(store)) {
            upkeep.compact(settings, (compaction, behind) -> {
                assertThat(behind).extracting(ConsumerRecord::name).containsExactly("mailer");
                assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
            });
        }
        assertThat(line.run("read", data(store), "--type", "filled", "--json")).isZero();
        var left = line.printed().lines().map(event -> Json.tree(event.getBytes(StandardCharsets.UTF_8), "an event")
                .path("position").asLong()).toList();
        assertThat(left).doesNotContain(399L).contains(400L, 401L, 600L);
        assertThat(line.run("compact", data(store))).isZero();
        assertThat(line.said()).contains("'mailer' comes to position 400 next: what it has not come to is left, up to"
                + " 90 days old");
    }

    @Test
    void exportsCloudEventsAndGoesOn() throws IOException {
        var to = folder.resolve("events.jsonl");
        assertThat(line.run("export", data(store), "--to", to.toString(), "--cloudevents")).isZero();
        assertThat(Files.readAllLines(to)).hasSize(EVENTS).allMatch(event -> event.startsWith("{\"specversion\":"));
        Files.writeString(to, String.join("\n", Files.readAllLines(to).subList(0, 100)) + "\n{\"specver");
        assertThat(line.run("export", data(store), "--to", to.toString(), "--cloudevents")).isZero();
        assertThat(line.said()).contains("goes on after position 100").contains("500 events");
        assertThat(line.run("export", data(store), "--to", to.toString())).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("no event in this format");
        assertThat(line.run("read", data(store), "--cloudevents", "--limit", "1")).isZero();
        assertThat(line.printed().strip()).isEqualTo(Files.readAllLines(to).getFirst());
        assertThat(line.run("read", data(store), "--cloudevents", "--json")).isEqualTo(Subcommand.USAGE);
    }

    @Test
    void movesSegmentsToAnArchive() {
        var to = folder.resolve("old");
        assertThat(line.run("archive", to.toString(), data(store), "--newest", "1", "--json")).isZero();
        assertThat(line.printed()).containsPattern("\"segments\":[1-9]");
        assertThat(line.run("verify", data(store))).isZero();
        assertThat(line.run("read", data(store), "--json")).isZero();
        assertThat(line.printed().lines()).hasSize(EVENTS);
        assertThat(line.run("archive", store.toString(), data(store))).isEqualTo(Subcommand.FAILED);
        assertThat(line.said()).contains("is written to by");
    }

    @Test
    void saysWhatIsDamagedAndRepairsIt() throws IOException {
        assertThat(line.run("repair", data(store))).isZero();
        assertThat(line.printed()).containsPattern("damages +0").containsPattern("events +600");
        var file = store.resolve("log/0000000001.segment");
        byte[] bytes = Files.readAllBytes(file);
        bytes[5_000] ^= 1;
        Files.write(file, bytes);
        assertThat(line.run("read", data(store))).isEqualTo(Subcommand.FAILED);
        assertThat(line.run("repair", data(store))).isEqualTo(Subcommand.FAILED);
        assertThat(line.printed()).contains("DAMAGE  log/0000000001.segment at offset").containsPattern("lost +1\n")
                .contains("a hole takes its place");
        assertThat(line.said()).contains("--yes");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(line.run("repair", data(store), "--yes", "--json")).isZero();
        assertThat(line.printed()).contains("\"repaired\":true").contains("\"lost\":1");
        assertThat(Files.readAllBytes(store.resolve("damaged/0000000001.segment"))).isEqualTo(bytes);
        assertThat(line.run("verify", data(store))).isZero();
        assertThat(line.run("read", data(store), "--json")).isZero();
        assertThat(line.printed().lines()).hasSize(EVENTS - 1);
    }

    @Test
    void exportsAndGoesOn() throws IOException {
        var file = folder.resolve("events.jsonl");
        assertThat(line.run("export", data(store), "--type", "filled", "--after", "590")).isZero();
        assertThat(line.printed().lines()).hasSize(10).first().asString().contains("\"position\":591");
        assertThat(line.run("export", data(store), "--to", file.toString())).isZero();
        var whole = Files.readString(file);
        assertThat(whole.lines()).hasSize(EVENTS);
        Files.writeString(file, whole.substring(0, whole.length() / 3));
        assertThat(line.run("export", data(store), "--to", file.toString())).isZero();
        assertThat(line.said()).contains("goes on after position");
        assertThat(Files.readString(file)).isEqualTo(whole);
        assertThat(line.run("export", data(store), "--to", file.toString())).isZero();
        assertThat(Files.readString(file)).isEqualTo(whole);
        Files.writeString(file, "{}\n");
        assertThat(line.run("export", data(store), "--to", file.toString())).isEqualTo(Subcommand.USAGE);
        var nowhere = folder.resolve("nowhere").resolve("events.jsonl");
        assertThat(line.run("export", data(store), "--to", nowhere.toString())).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("give a file in a directory that is there");
    }
}

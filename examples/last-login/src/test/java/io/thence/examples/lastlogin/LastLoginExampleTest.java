// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.lastlogin;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When users were last seen, on the real edits: as the README of the data has it, and a plain loop over the file. */
class LastLoginExampleTest {

    private static final LastLoginExample EXAMPLE = new LastLoginExample();
    private static Thence thence;

    /** By user, the times at which the file has it. */
    private static final TreeMap<String, List<Instant>> TIMES = new TreeMap<>();

    @BeforeAll
    static void feed() throws IOException {
        if (DataSets.missing(EXAMPLE.files()).isPresent()) {
            return;
        }
        thence = Thence.run(EXAMPLE.application(), Engine.inMemory());
        EXAMPLE.feed(new Sender(thence, Sender.Watcher.NONE));
        try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(
                DataSets.folder().resolve(Edits.FILE))), StandardCharsets.UTF_8))) {
            lines.lines().map(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8), "edit")).forEach(edit ->
                    TIMES.computeIfAbsent(edit.get("channel").asString() + "/" + edit.get("user").asString(),
                            _ -> new ArrayList<>()).add(Instant.parse(edit.get("time").asString())));
        }
    }

    @BeforeEach
    void need() {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
    }

    @AfterAll
    static void close() {
        if (thence != null) {
            thence.close();
        }
    }

    private static String ask(LastLoginExample example, String question) {
        return example.questions().ask(question, thence);
    }

    @Test
    void gives_the_known_answers() {
        assertThat(ask(EXAMPLE, "L1")).isEqualTo("39244 | 51 | 10804 | 2015-09-12T23:59:59.200Z");
        assertThat(ask(EXAMPLE, "L2")).isEqualTo("#ca.wikipedia/PereBot | 2015-09-12T17:46:02.704Z | 217;"
                + " #en.wikipedia/Diannaa | 2015-09-12T20:57:25.798Z | 29;"
                + " #en.wikipedia/GELongstreet | 2015-09-12T02:10:57.897Z | 2");
        assertThat(ask(EXAMPLE, "L3")).isEqualTo("3832 | 6972");
        assertThat(ask(EXAMPLE, "K2")).isEqualTo("#en.wikipedia | 11549; #vi.wikipedia | 9747; #de.wikipedia | 2523;"
                + " #fr.wikipedia | 2099; #ru.wikipedia | 1386; #it.wikipedia | 1383; #es.wikipedia | 1256;"
                + " #zh.wikipedia | 1126; #uz.wikipedia | 983; #ja.wikipedia | 749");
    }

    @Test
    void knows_of_every_user_when_it_was_last_seen_and_how_often() {
        var example = new LastLoginExample();
        example.users = List.copyOf(TIMES.keySet()).subList(0, 100);
        assertThat(ask(example, "L2").split("; ", -1)).containsExactlyInAnyOrderElementsOf(
                example.users.stream().map(user -> user + " | " + last(user) + " | " + TIMES.get(user).size())
                        .toList());
        var stored = thence.query(LastLogin.LAST).upTo(thence.store().head()).list("select * from last", row ->
                row.text("wiki") + "/" + row.text("name") + " " + row.instant("at") + " " + row.number("times"));
        assertThat(stored).containsExactlyInAnyOrderElementsOf(TIMES.keySet().stream()
                .map(user -> user + " " + last(user) + " " + TIMES.get(user).size()).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2015-09-12T00:00:00Z", "2015-09-12T02:10:57.897Z", "2015-09-12T02:10:57.898Z",
        "2015-09-12T12:00:00Z", "2015-09-12T23:59:59.200Z", "2015-09-13T00:00:00Z"})
    void knows_who_was_seen_since_any_moment(Instant moment) {
        var example = new LastLoginExample();
        example.since = moment;
        long gone = TIMES.keySet().stream().filter(user -> last(user).isBefore(moment)).count();
        assertThat(ask(example, "L3")).isEqualTo((TIMES.size() - gone) + " | " + gone);
    }

    private static Instant last(String user) {
        return TIMES.get(user).stream().max(Instant::compareTo).orElseThrow();
    }

    @Test
    void fed_again_nothing_changes() throws IOException {
        var head = thence.store().head();
        EXAMPLE.feed(new Sender(thence, Sender.Watcher.NONE));
        assertThat(thence.store().head()).isEqualTo(head);
    }

    @Test
    void the_application_has_thirty_lines() throws IOException {
        var file = Path.of("src/main/java/io/thence/examples/lastlogin/LastLogin.java");
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(30);
    }
}

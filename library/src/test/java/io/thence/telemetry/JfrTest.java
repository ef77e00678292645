// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.Application;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a recording of JFR has of a run. */
class JfrTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("CommandSent", "EventHandled", "EventRetried", "EventGivenUp",
            "BatchTaken", "GroupFlushed");

    @TempDir
    private Path folder;

    @Test
    void commands_handlers_retries_dead_letters_batches_and_groups_are_recorded() throws IOException {
        var letters = Reaction.named("letters").policy(Policy.DEFAULT.attempts(3)
                .resting(Duration.ofMillis(1), Duration.ofMillis(2))).on(Deposited.class, (e, _) -> {
                    if (e.cents() == 13) {
                        throw new IllegalStateException("no 13");
                    }
                });
        var tables = Projection.sql("tables", 1, "create table t (account varchar primary key)")
                .on(Deposited.class, (db, e) -> db.row("t", e.account()));
        var file = folder.resolve("run.jfr");
        try (var recording = new Recording()) {
            NAMES.forEach(name -> recording.enable("io.thence." + name).withThreshold(Duration.ZERO));
            recording.start();
            try (var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, letters, tables),
                    Engine.inMemory())) {
                bank.send(new Deposit("ann", 1));
                var last = bank.send(new Deposit("bob", 13)).position();
                assertThat(bank.await(letters, last, LONG)).isTrue();
                assertThat(bank.await(tables, last, LONG)).isTrue();
            }
            recording.stop();
            recording.dump(file);
        }
        var events = RecordingFile.readAllEvents(file);
        assertThat(of(events, "CommandSent")).hasSize(2).allSatisfy(event -> {
            assertThat(event.getString("command")).isEqualTo("Deposit");
            assertThat(event.getString("outcome")).isEqualTo("accepted");
        });
        assertThat(of(events, "EventHandled")).extracting(event -> event.getLong("position") + " "
                + event.getString("outcome")).containsExactlyInAnyOrder("1 handled", "2 failed", "2 failed",
                        "2 failed");
        assertThat(of(events, "EventRetried")).extracting(event -> event.getInt("attempts"))
                .containsExactlyInAnyOrder(1, 2); // of two threads
        assertThat(of(events, "EventGivenUp")).singleElement().satisfies(event -> {
            assertThat(event.getString("part")).isEqualTo("letters");
            assertThat(event.getString("failure")).isEqualTo(IllegalStateException.class.getName());
            assertThat(event.getInt("attempts")).isEqualTo(3);
        });
        assertThat(of(events, "BatchTaken").stream().mapToInt(event -> event.getInt("events")).sum()).isEqualTo(2);
        assertThat(of(events, "GroupFlushed").stream().mapToLong(event -> event.getLong("events")).sum())
                .as("two, and what is said of the dead letter").isGreaterThanOrEqualTo(3);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("io.thence." + name)).toList();
    }

    @Test
    void a_recording_with_the_usual_settings_has_nothing_of_what_is_quick() throws IOException {
        var file = folder.resolve("usual.jfr");
        try (var recording = new Recording()) {
            recording.start();
            for (var name : List.of("CommandSent", "EventHandled", "BatchTaken", "GroupFlushed")) {
                assertThat(recording.getSettings()).doesNotContainKey("io.thence." + name + "#threshold");
            }
            var quick = new CommandSent();
            quick.begin();
            quick.ended("Deposit", "accepted");
            recording.stop();
            recording.dump(file);
        }
        assertThat(of(RecordingFile.readAllEvents(file), "CommandSent")).isEmpty();
    }
}

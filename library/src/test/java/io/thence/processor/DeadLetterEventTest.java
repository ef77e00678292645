// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.bank.Desk;
import io.thence.processor.DeadLetterEvent.Cleared;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Deferred;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.processor.DeadLetterEvent.Erased;
import io.thence.processor.DeadLetterEvent.Replayed;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What was ever stored of dead letters is read for ever: the texts here are what version 0.1.0 writes. */
class DeadLetterEventTest {

    private static final KeyValue KEY = new KeyValue("account", "a");

    record Golden(String type, String json, DeadLetterEvent event) {}

    static Stream<Golden> golden() {
        var key = "\"consumer\":\"mailer\",\"key\":{\"key\":\"account\",\"value\":\"a\"},\"position\":7";
        var who = ",\"by\":\"anna\",\"why\":\"mended\"}";
        return Stream.of(
                new Golden("thence.dead-lettered", "{" + key + ",\"event\":\"c/0\",\"type\":\"money.moved\","
                        + "\"attempts\":5,\"failure\":\"java.lang.Error\",\"message\":\"no\","
                        + "\"stack\":\"at a\\nat b\",\"code\":\"c0de\"}",
                        new DeadLettered("mailer", KEY, 7, "c/0", "money.moved", 5, "java.lang.Error", "no",
                                "at a\nat b", Optional.of("c0de"))),
                new Golden("thence.dead-letter-retried", "{" + key + who,
                        new Retried("mailer", KEY, 7, "anna", "mended")),
                new Golden("thence.dead-letter-discarded", "{" + key + who,
                        new Discarded("mailer", KEY, 7, "anna", "mended")),
                new Golden("thence.dead-letter-edited", "{" + key + ",\"version\":2,\"data\":\"{}\"" + who,
                        new Edited("mailer", KEY, 7, 2, "{}", "anna", "mended")),
                new Golden("thence.dead-letter-erased", "{" + key + ",\"why\":\"forgotten\"}",
                        new Erased("mailer", KEY, 7, "forgotten")),
                new Golden("thence.key-deferred", "{" + key + "}", new Deferred("mailer", KEY, 7)),
                new Golden("thence.key-replayed", "{" + key + who,
                        new Replayed("mailer", KEY, 7, "anna", "mended", Optional.empty())),
                new Golden("thence.key-replayed", "{" + key + who.replace("}", ",\"until\":9}"),
                        new Replayed("mailer", KEY, 7, "anna", "mended", Optional.of(9L))),
                new Golden("thence.dead-letter-cleared", "{" + key + "}", new Cleared("mailer", KEY, 7)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void is_written_and_read_as_ever(Golden golden) {
        var stored = golden.event().stored();
        assertThat(stored.type()).isEqualTo(golden.type());
        assertThat(new String(stored.data(), StandardCharsets.UTF_8)).isEqualTo(golden.json());
        var consumer = new KeyValue("$consumer", "mailer");
        assertThat(stored.keys()).isEqualTo(golden.event() instanceof DeadLettered
                ? List.of(consumer, new KeyValue("$system", "mailer")) : List.of(consumer));
        assertThat(read(golden.type(), golden.json())).contains(golden.event());
    }

    private static Optional<DeadLetterEvent> read(String type, String json) {
        try (var desk = Desk.open(new MemoryDisk())) {
            var event = NewEvent.of(type, 1, List.of(), json.getBytes(StandardCharsets.UTF_8));
            desk.store().append(Append.of(List.of(event), Origin.of("test")));
            return DeadLetterEvent.read(desk.store().at(1).orElseThrow());
        }
    }

    @Test
    void one_that_was_written_without_the_code_has_none() {
        var first = golden().findFirst().orElseThrow();
        var json = first.json().replace(",\"code\":\"c0de\"", "");
        assertThat(json).isNotEqualTo(first.json());
        assertThat(read(first.type(), json)).hasValueSatisfying(read ->
                assertThat(((DeadLettered) read).code()).isEmpty());
    }
}

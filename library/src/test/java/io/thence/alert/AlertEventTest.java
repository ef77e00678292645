// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert.Severity;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.alert.AlertEvent.Cause;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.bank.Desk;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What was ever stored of alerts is read for ever: the texts here are what version 0.1.0 writes. */
class AlertEventTest {

    private static final Instant SINCE = Instant.parse("2026-03-29T01:00:00Z");

    record Golden(String type, String json, AlertEvent event, String id) {}

    static Stream<Golden> golden() {
        var first = "{\"alert\":\"many\",\"key\":\"1\",\"severity\":\"CRITICAL\",\"since\":\"2026-03-29T01:00:00Z\","
                + "\"at\":\"2026-03-29T01:00:07Z\",";
        return Stream.of(
                new Golden("thence.alert-raised", first + "\"value\":3.5,\"text\":\"t\"}", new Raised("many", "1",
                        Severity.CRITICAL, SINCE, SINCE.plusSeconds(7), Optional.of(3.5), "t"),
                        "many/1/17.0/raised"),
                new Golden("thence.alert-resolved", first + "\"value\":null,\"text\":\"t\"}", new Resolved("many", "1",
                        Severity.CRITICAL, SINCE, SINCE.plusSeconds(7), Optional.empty(), "t"),
                        "many/1/17.0/resolved"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void is_written_and_read_as_ever(Golden golden) {
        var stored = golden.event().stored(new Cause(17, 0));
        assertThat(stored.type()).isEqualTo(golden.type());
        assertThat(new String(stored.data(), StandardCharsets.UTF_8)).isEqualTo(golden.json());
        assertThat(stored.keys()).containsExactly(new KeyValue("$alert.many", "1"), new KeyValue("$alert", "many"));
        assertThat(stored.id().orElseThrow().text()).isEqualTo(golden.id());
        try (var desk = Desk.open(new MemoryDisk())) {
            var event = NewEvent.of(golden.type(), 1, List.of(), golden.json().getBytes(StandardCharsets.UTF_8));
            desk.store().append(Append.of(List.of(event), Origin.of("test")));
            assertThat(AlertEvent.read(desk.store().at(1).orElseThrow())).contains(golden.event());
        }
    }

    @Test
    void a_long_key_has_an_id_that_is_no_longer() {
        var event = new Raised("many", "x".repeat(1_000), Severity.INFO, SINCE, SINCE, Optional.empty(), "t");
        assertThat(event.stored(new Cause(17, 0)).id().orElseThrow().text()).hasSize(64);
    }
}

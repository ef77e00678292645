// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Origin;
import io.thence.bank.Desk;
import io.thence.processor.ControlEvent.Paused;
import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.ControlEvent.ResetReached;
import io.thence.processor.ControlEvent.Resumed;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a consumer was ever told is read for ever: the texts here are what version 0.1.0 writes. */
class ControlEventTest {

    record Golden(String type, String json, ControlEvent event) {}

    static Stream<Golden> golden() {
        var who = "\"by\":\"anna\",\"why\":\"lost\"";
        return Stream.of(
                new Golden("thence.consumer-paused", "{\"consumer\":\"mailer\"," + who + "}",
                        new Paused("mailer", "anna", "lost")),
                new Golden("thence.consumer-resumed", "{\"consumer\":\"mailer\"," + who + "}",
                        new Resumed("mailer", "anna", "lost")),
                new Golden("thence.consumer-reset", "{\"consumer\":\"mailer\",\"after\":7," + who + "}",
                        new Reset("mailer", 7, "anna", "lost", Optional.empty())),
                new Golden("thence.consumer-reset", "{\"consumer\":\"mailer\",\"after\":7," + who + ",\"until\":9}",
                        new Reset("mailer", 7, "anna", "lost", Optional.of(9L))),
                new Golden("thence.consumer-reset-reached",
                        "{\"consumer\":\"mailer\",\"reset\":1,\"upTo\":7,\"isAll\":true}",
                        new ResetReached("mailer", 1, 7, true)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void is_written_and_read_as_ever(Golden golden) {
        var stored = golden.event().stored();
        assertThat(stored.type()).isEqualTo(golden.type());
        assertThat(new String(stored.data(), StandardCharsets.UTF_8)).isEqualTo(golden.json());
        try (var desk = Desk.open(new MemoryDisk())) {
            var event = NewEvent.of(golden.type(), 1, List.of(), golden.json().getBytes(StandardCharsets.UTF_8));
            desk.store().append(Append.of(List.of(event), Origin.of("test")));
            assertThat(ControlEvent.read(desk.store().at(1).orElseThrow())).contains(golden.event());
        }
    }
}

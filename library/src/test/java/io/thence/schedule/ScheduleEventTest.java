// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.bank.Desk;
import io.thence.schedule.ScheduleEvent.Asked;
import io.thence.schedule.ScheduleEvent.Cancelled;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.schedule.ScheduleEvent.Reached;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What was ever stored of schedules is read for ever: the texts here are what version 0.1.0 writes. */
class ScheduleEventTest {

    private static final Instant DUE = Instant.parse("2026-03-29T01:00:00Z");
    private static final KeyValue ALL = new KeyValue("$schedule", "nightly");
    private static final KeyValue TIMES = new KeyValue("$schedule.nightly", "times");
    private static final KeyValue STREAM = new KeyValue("$schedule.nightly", "x");

    record Golden(String type, String json, ScheduleEvent event, String id, List<KeyValue> keys) {}

    static Stream<Golden> golden() {
        var due = "\"due\":\"2026-03-29T01:00:00Z\"";
        return Stream.of(
                new Golden("thence.schedule-due", "{\"schedule\":\"nightly\"," + due + "}", new Due("nightly", DUE),
                        "nightly/2026-03-29T01:00:00Z/due", List.of(TIMES, ALL)),
                new Golden("thence.schedule-passed",
                        "{\"schedule\":\"nightly\",\"upTo\":\"2026-03-29T01:00:00Z\"}",
                        new Passed("nightly", DUE), "", List.of(TIMES, ALL)),
                new Golden("thence.schedule-asked", "{\"schedule\":\"nightly\",\"id\":\"x\"," + due
                        + ",\"type\":\"Close\",\"version\":0,\"filed\":[{\"key\":\"day\",\"value\":\"d\"}],"
                        + "\"data\":\"{}\"}",
                        new Asked("nightly", "x", DUE, "Close", 0, List.of(new KeyValue("day", "d")), "{}"), "",
                        List.of(STREAM, ALL)),
                new Golden("thence.schedule-cancelled", "{\"schedule\":\"nightly\",\"id\":\"x\"}",
                        new Cancelled("nightly", "x"), "", List.of(STREAM, ALL)),
                new Golden("thence.schedule-reached", "{\"schedule\":\"nightly\",\"id\":\"x\"}",
                        new Reached("nightly", "x"), "nightly/x/reached", List.of(STREAM, ALL)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void is_written_and_read_as_ever(Golden golden) {
        var stored = golden.event().stored();
        assertThat(stored.type()).isEqualTo(golden.type());
        assertThat(new String(stored.data(), StandardCharsets.UTF_8)).isEqualTo(golden.json());
        assertThat(stored.keys()).isEqualTo(golden.keys());
        assertThat(stored.id()).isEqualTo(golden.id().isEmpty() ? Optional.empty()
                : Optional.of(new EventId(golden.id())));
        try (var desk = Desk.open(new MemoryDisk())) {
            var event = NewEvent.of(golden.type(), 1, List.of(), golden.json().getBytes(StandardCharsets.UTF_8));
            desk.store().append(Append.of(List.of(event), Origin.of("test")));
            assertThat(ScheduleEvent.read(desk.store().at(1).orElseThrow())).contains(golden.event());
        }
    }
}

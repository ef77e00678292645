// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EventJsonTest {

    private static StoredEvent stored(byte[] data) {
        return new StoredEvent(new EventId("n/0"), new Position(new Lineage(new UUID(1, 2), 1), 7), "noted", 1,
                Stamp.unpacked(0), Optional.of(Instant.EPOCH), Origin.of("feed"), List.of(new KeyValue("note", "n")),
                () -> 1, data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a text\"", "\"\"", "{\"a\":1.50}", "[]", "7", "null", "no JSON", "", "\"open"})
    void data_are_what_they_were(String data) {
        var line = EventJson.line(stored(data.getBytes(StandardCharsets.UTF_8)));
        assertThat(EventJson.read(line, "a line").event().data()).asString(StandardCharsets.UTF_8).isEqualTo(data);
    }

    @Test
    void a_text_stands_as_it_is_and_what_is_no_JSON_in_base64() {
        var head = "{\"position\":7,\"id\":\"n/0\",\"type\":\"noted\",\"version\":1,\"time\":\"1970-01-01T00:00:00Z\","
                + "\"source\":\"feed\",\"keys\":[\"note/n\"],";
        assertThat(EventJson.line(stored("\"a text\"".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(head + "\"data\":\"a text\"}");
        assertThat(EventJson.line(stored(new byte[] {(byte) 0xFF, 0, 1})))
                .isEqualTo(head + "\"data_base64\":\"/wAB\"}");
    }
}

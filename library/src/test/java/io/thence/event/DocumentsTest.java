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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Many documents by one parser: each is read as if it stood alone, or left to what reads it alone. */
class DocumentsTest {

    record Note(String text, int number) {
        Note {
            if (number < 0) {
                throw new IllegalArgumentException("below zero");
            }
            if (number == 13) {
                throw new StackOverflowError("unlucky");
            }
        }
    }

    private static final ObjectReader NOTES = Json.readerInRow(Note.class);

    private final Documents documents = new Documents();

    private Optional<Note> read(String json) {
        return documents.read(NOTES, event(json));
    }

    private static StoredEvent event(String json) {
        return new StoredEvent(new EventId("c-1/0"), new Position(new Lineage(new UUID(0, 1), 1), 42), "noted", 1,
                new Stamp(1_000, 2), Optional.empty(), Origin.of("test"), List.of(KeyValue.parse("note/1")), () -> 1,
                json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String text, int number) {
        return "{\"text\":\"" + text + "\",\"number\":" + number + "}";
    }

    @Test
    void documents_of_all_sizes_are_read_one_after_the_other() {
        for (int length : List.of(0, 1, 7_000, 8_000, 8_001, 16_000, 100_000, 3)) {
            var text = "é".repeat(length);
            assertThat(read(json(text, length))).as(length + " letters").contains(new Note(text, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "{", "{\"text\":\"a\",\"number\":1", "{\"text\":\"a\",\"number\":1}}",
            "{\"text\":\"a\",\"number\":1} ", "{\"text\":\"a\",\"number\":1}{\"text\":\"b\",\"number\":2}", "[]", "7",
            "\"x\"", "{\"text\":\"a\",\"number\":-1}", "{\"text\":\"a\",\"number\":\"one\"}", "\0"})
    void what_is_not_one_value_alone_is_left_and_touches_no_other(String odd) {
        assertThat(read(json("before", 1))).contains(new Note("before", 1));
        assertThat(read(odd)).as(odd).isEmpty();
        assertThat(read(json("after", 2))).contains(new Note("after", 2));
        assertThat(read(json("then", 3))).contains(new Note("then", 3));
    }

    @Test
    void an_error_in_the_midst_of_one_touches_no_other() {
        assertThatThrownBy(() -> read(json("inside", 13) + ' ')).isInstanceOf(StackOverflowError.class);
        assertThat(read(json("after", 2))).contains(new Note("after", 2));
    }

    @Test
    void a_long_document_that_is_followed_by_another_is_left() {
        assertThat(read(json("a".repeat(20_000), 1) + json("b".repeat(20_000), 2))).isEmpty();
        assertThat(read(json("after", 2))).contains(new Note("after", 2));
    }
}

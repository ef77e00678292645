// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaDiffTest {

    private static final String POINT = """
            {"properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}""";
    private static final String LINE = """
            {"properties": {"x": {"type": "integer"}}}""";
    private static final String REFERENCE = """
            {"$ref": "#/$defs/Point"}""";

    private static JsonNode schema(String from, String to, String point) {
        return Json.tree("""
                {"properties": {"from": %s, "to": %s}, "$defs": {"Point": %s}}""".formatted(from, to, point)
                .getBytes(StandardCharsets.UTF_8), "a schema");
    }

    private static List<String> said(JsonNode before, JsonNode after) {
        return SchemaDiff.of(before, after).stream().map(change -> change.field() + " " + change.rule()).toList();
    }

    @Test
    void each_place_is_compared_where_only_one_side_is_a_reference() {
        assertThat(said(schema(REFERENCE, REFERENCE, POINT), schema(POINT, LINE, POINT)))
                .containsExactly("to.y REMOVED");
        assertThat(said(schema(POINT, LINE, POINT), schema(REFERENCE, REFERENCE, POINT))).containsExactly("to.y ADDED");
        assertThat(said(schema(REFERENCE, POINT, POINT), schema(POINT, LINE, POINT))).containsExactly("to.y REMOVED");
    }

    @Test
    void what_is_referred_to_by_both_is_said_once() {
        assertThat(said(schema(REFERENCE, REFERENCE, POINT), schema(REFERENCE, REFERENCE, LINE)))
                .containsExactly("from.y REMOVED");
    }

    @Test
    void a_type_that_contains_itself_is_compared_to_the_end() {
        var next = """
                {"properties": {"next": {"anyOf": [{"$ref": "#/$defs/Point"}, {"type": "null"}]},
                "x": {"type": "%s"}}}""";
        assertThat(said(schema(REFERENCE, POINT, next.formatted("integer")),
                schema(REFERENCE, POINT, next.formatted("string")))).containsExactly("from.x TYPE_CHANGED");
        assertThat(said(schema(REFERENCE, POINT, next.formatted("integer")),
                schema(next.formatted("string"), POINT, next.formatted("integer")))).containsExactly(
                        "from.x TYPE_CHANGED");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.thence.Events;
import io.thence.bank.Bank;
import io.thence.event.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Schemas fit what is written, of every kind of component, and nothing else. */
class JsonSchemasTest {

    enum Colour { RED, GREEN }

    record Inner(String zebra, int apple) {}

    record Page<T>(List<T> items, T last) {}

    /** Has itself in it. */
    record Tree(String name, List<Tree> below, Optional<Tree> twin) {}

    sealed interface Money {
        record Euro(long cents) implements Money {}

        record Coin(String name, Money worth) implements Money {}
    }

    record Numbers(byte tiny, short small, int number, long big, float single, double real, BigDecimal decimal,
            BigInteger huge, boolean flag, char sign, OptionalInt maybe, OptionalLong maybeBig, Integer boxed) {}

    record Times(Instant instant, LocalDate day, LocalTime time, LocalDateTime local, OffsetDateTime offset,
            OffsetTime offsetTime, ZonedDateTime zoned, Duration duration, Period period, Year year, YearMonth month,
            MonthDay birthday, ZoneId zone, ZoneOffset shift, DayOfWeek weekday) {}

    record Many(List<Inner> list, Set<Colour> set, Map<String, Inner> map, Map<Colour, Integer> byColour,
            Map<Integer, String> byNumber, List<List<String>> nested, Page<Inner> page, Page<String> texts) {}

    record Some(Optional<String> text, Optional<Inner> inner, Optional<List<Integer>> list, @Nullable String note,
            @Nullable Inner remark, Optional<Colour> colour, UUID id) {}

    record Sealed(Money one, List<Money> list, Set<Money> set, Map<String, Money> map, Optional<Money> maybe) {}

    record All(Numbers numbers, Times times, Many many, Some some, Sealed sealed, Tree tree) {}

    private static Schema schema(Class<?> record) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonSchemas.text(TypeSchema.of(record)), InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(classes = {Numbers.class, Times.class, Many.class, Some.class, Sealed.class, Tree.class, All.class})
    void all_that_is_written_fits(Class<?> record) {
        var schema = schema(record);
        for (long seed = 0; seed < 300; seed++) {
            var written = Json.text(new Samples(seed).of(record));
            assertThat(schema.validate(written, InputFormat.JSON)).as("seed " + seed + ": " + written).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Numbers.class, Times.class, Some.class, Sealed.class, Tree.class})
    void what_was_written_is_read_as_it_was(Class<?> record) {
        for (long seed = 0; seed < 100; seed++) {
            var sample = new Samples(seed).of(record);
            assertThat((Object) Json.read(Json.write(sample), record, "sample")).as("seed " + seed).isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Numbers.class, Times.class, Many.class, Some.class, Sealed.class, Tree.class, All.class})
    void nothing_else_fits(Class<?> record) {
        var schema = schema(record);
        int spoilt = 0;
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var json = Json.tree(Json.write(new Samples(seed).of(record)), "sample");
            var written = json.toString();
            spoil(json, random);
            assertThat(schema.validate(json.toString(), InputFormat.JSON))
                    .as("seed " + seed + ": " + json + " of " + written).isNotEmpty();
            spoilt++;
        }
        assertThat(spoilt).isEqualTo(300);
    }

    /** Takes a component away, adds one, or puts something of another kind where a value was. */
    private static void spoil(JsonNode json, Random random) {
        var objects = new ArrayList<ObjectNode>();
        collect(json, objects);
        var object = objects.get(random.nextInt(objects.size()));
        var names = List.copyOf(object.propertyNames());
        var name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
            case 0 -> object.remove(name);
            case 1 -> object.put("unheard of", 1);
            default -> object.set(name, object.arrayNode().add(object.objectNode()).add(7).add(true));
        }
    }

    /** The objects in it that are records, which their components show. */
    private static void collect(JsonNode json, List<ObjectNode> objects) {
        if (json instanceof ObjectNode object && !object.isEmpty()
                && object.propertyNames().stream().allMatch(name -> name.matches("[a-z][a-zA-Z]+"))) {
            objects.add(object);
        }
        if (json instanceof ObjectNode || json instanceof ArrayNode) {
            json.forEach(below -> collect(below, objects));
        }
    }

    @Test
    void the_schema_of_an_event_is_known() {
        assertThat(JsonSchemas.text(JsonSchemas.of(Bank.EVENTS.types().get(1)))).isEqualTo("""
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "type": "object",
                  "properties": {
                    "account": {
                      "type": "string"
                    },
                    "cents": {
                      "type": "integer",
                      "format": "int64"
                    }
                  },
                  "required": [ "account", "cents" ],
                  "additionalProperties": false
                }
                """);
    }

    @Test
    void kinds_of_times_are_told_apart() {
        assertThat(TypeSchema.of(Times.class).path("properties").properties().stream()
                .map(time -> time.getKey() + " " + time.getValue().path("format").asString("-"))).containsExactly(
                "instant date-time", "day date", "time time-local", "local date-time-local", "offset date-time",
                "offsetTime time", "zoned zoned-date-time", "duration duration", "period period", "year year",
                "month year-month", "birthday month-day", "zone zone-id", "shift zone-offset", "weekday -");
    }

    @Test
    void a_case_of_a_sealed_type_is_told_by_its_name() {
        var json = Json.text(new Sealed(new Money.Coin("x", new Money.Euro(1)), List.of(),
                Set.of(new Money.Euro(2)), Map.of(), Optional.empty()));
        assertThat(json).isEqualTo("{\"one\":[\"Coin\",{\"name\":\"x\",\"worth\":[\"Euro\",{\"cents\":1}]}],"
                + "\"list\":[],\"set\":[[\"Euro\",{\"cents\":2}]],\"map\":{},\"maybe\":null}");
    }

    @Test
    void a_record_that_is_renamed_keeps_its_schema() {
        record Leaf(String name, List<Leaf> below, Optional<Leaf> twin) {}
        assertThat(TypeSchema.of(Leaf.class)).isEqualTo(TypeSchema.of(Tree.class));
        assertThat(Events.of(Money.class).type("euro", Money.Euro.class).types())
                .extracting(type -> JsonSchemas.of(type).path("required").toString()).containsExactly("[\"cents\"]");
    }
}

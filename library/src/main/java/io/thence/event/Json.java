// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.store.EventView;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.RawValue;

/**
 * Values as canonical JSON: components in the order of the record, entries of maps sorted by key, elements of sets by
 * their text, times as ISO 8601, a value of a sealed type as [case, value] unless annotations say how, no white space.
 * Equal values give equal bytes.
 */
public final class Json {

    private static final ObjectMapper MAPPER = plain()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .annotationIntrospector(introspector(JsonTypeInfo.Id.SIMPLE_NAME))
            .addModule(new SimpleModule().addSerializer(new SetWriter(Optional.empty())))
            .build();

    /** What only who makes the mapper could do. */
    private static final Pattern ADVICE =
            Pattern.compile(" \\(set ['`]?DeserializationFeature[^)]*\\)|; `[^`]*` enabled"
                    + "| \\([0-9]+ known properties: [^)]*\\)");

    /** What helps against a stored event that does not fit, at the end of the message. */
    public static final String UPCAST = ": add an upcast, or use the version of the application that wrote it";

    private static final ObjectReader TREES =
            MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final ObjectReader ASKED = MAPPER.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Json() {}

    /** What is said of types, where {@code name} of a case is written. */
    static AnnotationIntrospector introspector(JsonTypeInfo.Id name) {
        return new AnnotationIntrospectorPair(new JacksonAnnotationIntrospector(),
                new AnnotationIntrospectorPair(new SealedCases(name), new Nullness()));
    }

    /** Whether {@code property} says that it may be null. */
    public static boolean isNullable(BeanProperty property) {
        return Nullness.isNullable(property);
    }

    /** What all that is stored has in common. */
    static JsonMapper.Builder plain() {
        var utf8 = JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .recyclerPool(JsonRecyclerPools.threadLocalPool()).build(); // many small documents, by a few threads
        return JsonMapper.builder(utf8)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .addModule(new Generated())
                .addModule(new SimpleModule().setSerializerModifier(new Nullness.Written()));
    }

    /** Loads what reading and writing need, which takes a quarter of a second once in a process. */
    public static void load() {
        read(write(new Loaded("")), Loaded.class, "nothing");
    }

    private record Loaded(String text) {}

    /** {@code value} in UTF-8. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new Undecodable("a " + value.getClass().getName() + " cannot be written as JSON ("
                    + e.getOriginalMessage() + "): use records of plain values", e);
        }
    }

    /** {@code value} in UTF-8, as one of {@code type}: with its case, if that is a sealed type. */
    public static byte[] write(Object value, Class<?> type) {
        try {
            return MAPPER.writerFor(type).writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new Undecodable("a " + value.getClass().getName() + " cannot be written as JSON ("
                    + e.getOriginalMessage() + "): use records of plain values", e);
        }
    }

    /** {@code value} as a text. */
    public static String text(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /** JSON as it stands, digit for digit, on one line: within JSON, line breaks are only white space. */
    static String line(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ');
    }

    /** Data as they stand, to be written within other JSON, since a number that is read and written may lose digits. */
    static Optional<RawValue> raw(byte[] data) {
        try {
            return tree(data, "data").isMissingNode() ? Optional.empty() : Optional.of(new RawValue(line(data)));
        } catch (Undecodable _) {
            return Optional.empty();
        }
    }

    /** Reads values of {@code type}, each alone in its document: looked up once, where many are read. */
    static ObjectReader reader(Class<?> type) {
        return MAPPER.readerFor(type);
    }

    /** As {@link #reader}, for values that stand one after the other. */
    static ObjectReader readerInRow(Class<?> type) {
        return reader(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** A value of what {@code reader} reads; {@code what} names it in the message if it is none. */
    static <T> T read(ObjectReader reader, EventView where, Class<T> type, Function<EventView, String> what) {
        try {
            return reader.readValue(where.bytes(), where.offset(), where.length());
        } catch (JacksonException e) {
            throw unreadable(type, what.apply(where), e);
        }
    }

    /** A value of {@code type}; {@code what} names it in the message if it is none. */
    public static <T> T read(byte[] json, Class<T> type, String what) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw unreadable(type, what, e);
        }
    }

    /** A value of {@code type} from a tree. */
    public static <T> T read(JsonNode json, Class<T> type, String what) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JacksonException e) {
            throw unreadable(type, what, e);
        }
    }

    /**
     * A value of {@code type} that somebody asks with: with all that it needs, and nothing that it does not have.
     *
     * @throws BadRequest if it is none; {@code what} names it in the message
     */
    public static <T> T asked(byte[] json, Class<T> type, String what) {
        try {
            return ASKED.forType(type).readValue(json);
        } catch (JacksonException e) {
            throw new BadRequest(what + " is no " + type.getSimpleName() + " as JSON (" + reason(e) + ")");
        }
    }

    private static Undecodable unreadable(Class<?> type, String what, JacksonException e) {
        return new Undecodable(what + " does not fit " + type.getName() + " (" + reason(e) + ")" + UPCAST, e);
    }

    /** What is wrong and where, without what Jackson advises. */
    private static String reason(JacksonException e) {
        var where = e.getPath().stream().map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]"
                : step.getPropertyName()).collect(Collectors.joining("."));
        return (where.isEmpty() ? "" : where + ": ") + ADVICE.matcher(e.getOriginalMessage()).replaceAll("");
    }

    /** {@code type} as the writers know it. */
    public static JavaType type(Type type) {
        return MAPPER.constructType(type);
    }

    /** Has what writes {@code type} tell {@code visitor} what it writes. */
    public static void describe(JavaType type, JsonFormatVisitorWrapper visitor) {
        MAPPER.acceptJsonFormatVisitor(type, visitor);
    }

    /** Whether a value of {@code type} is written with its case: a sealed type of the application's. */
    public static boolean hasCases(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.");
    }

    /** What stands for {@code record} where a sealed type is written that it is a case of. */
    public static String nameOfCase(Class<?> record) {
        var name = record.getAnnotation(JsonTypeName.class);
        return name == null ? record.getSimpleName() : name.value();
    }

    /** {@code value} as a tree. */
    static JsonNode treeOf(Object value) {
        try {
            return MAPPER.valueToTree(value);
        } catch (JacksonException e) {
            throw new Undecodable("a " + value.getClass().getName() + " cannot be written as JSON ("
                    + e.getOriginalMessage() + "): use records of plain values", e);
        }
    }

    /** The tree of {@code json}; decimal numbers keep their digits. */
    public static JsonNode tree(byte[] json, String what) {
        try {
            return TREES.readTree(json);
        } catch (JacksonException e) {
            throw new Undecodable(what + " is no JSON (" + e.getOriginalMessage() + "): run verify", e);
        }
    }

    /** A set has no order of its own, and {@code Set.of} has another one in each process. */
    private static final class SetWriter extends StdSerializer<Set<?>> {

        private final Optional<JavaType> sealed;

        /** @param sealed the type of the elements, if it is a sealed one, whose case is to be said */
        SetWriter(Optional<JavaType> sealed) {
            super(Set.class);
            this.sealed = sealed;
        }

        @Override
        public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
            return new SetWriter(Optional.ofNullable(property).map(of -> of.getType().getContentType())
                    .filter(content -> hasCases(content.getRawClass())));
        }

        @Override
        public void serialize(Set<?> set, JsonGenerator json, SerializationContext context) {
            var writer = sealed.map(MAPPER::writerFor).orElseGet(MAPPER::writer);
            json.writeStartArray();
            set.stream().map(writer::writeValueAsString).sorted().forEach(json::writeRawValue);
            json.writeEndArray();
        }
    }
}

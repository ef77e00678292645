// SPDX-License-Identifier: Apache-2.0
package io.thence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** Whether values of a type are the same after they were written as JSON and read back, by what the type says. */
final class StoredShape implements ValueShape.Rule {

    /** Those by which a type says itself how its values are written. */
    private static final List<Class<? extends Annotation>> OWN_WAY = List.of(
            JsonCreator.class, JsonValue.class, JsonTypeInfo.class, JsonSerialize.class, JsonDeserialize.class);

    /** Classes of the JDK that come back as what they were. */
    private static final Set<Class<?>> KNOWN =
            Set.of(Date.class, Timestamp.class, TimeZone.class, InetAddress.class);

    /** Those whose order is their own: sets and maps are stored in the order of their values, and keys. */
    private static final Set<Class<?>> ORDERED = Set.of(SequencedSet.class, LinkedHashSet.class, SequencedMap.class,
            LinkedHashMap.class);

    private static final Set<Class<?>> OTHERS =
            Set.of(ConcurrentMap.class, ConcurrentNavigableMap.class, EnumMap.class, EnumSet.class);

    /** What is wrong with {@code type}, if anything is. */
    static Optional<String> check(Type type) {
        return new ValueShape(new StoredShape()).faults(type).stream().findFirst();
    }

    @Override
    public boolean isTrusted(AnnotatedElement element) {
        return saysHow(element) || (element instanceof Class<?> type && members(type).anyMatch(this::saysHow));
    }

    private boolean saysHow(AnnotatedElement element) {
        return OWN_WAY.stream().anyMatch(element::isAnnotationPresent);
    }

    /** Constructors and methods; what reads a component of a record speaks for that alone. */
    private static Stream<Executable> members(Class<?> type) {
        var readers = type.isRecord()
                ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getAccessor).toList() : List.of();
        return Stream.concat(Arrays.stream(type.getDeclaredConstructors()),
                Arrays.stream(type.getDeclaredMethods()).filter(method -> !readers.contains(method)));
    }

    @Override
    public Optional<String> fault(ValueType type) {
        var raw = type.raw();
        if (type.equals(ValueType.UNKNOWN)) {
            return Optional.of("its type is not known when it is read back");
        }
        if (type.arguments().contains(ValueType.UNKNOWN)) {
            return Optional.of("what a " + raw.getSimpleName() + " holds is not known when it is read back");
        }
        if (ORDERED.contains(raw)) {
            return Optional.of("a " + raw.getSimpleName() + " loses its order: sets and maps are stored in the order of"
                    + " what is in them; make it a List");
        }
        if (Map.class.isAssignableFrom(raw) && isRead(raw)) {
            return type.arguments().isEmpty() || StateShape.isPlain(type.arguments().getFirst().raw())
                    ? Optional.empty() : Optional.of("a map has keys of "
                            + type.arguments().getFirst().raw().getSimpleName() + ", and JSON has texts as keys");
        }
        boolean fine = StateShape.isPlain(raw) || StateShape.isOptional(raw) || raw.isArray()
                || JsonNode.class.isAssignableFrom(raw) || isTrusted(raw) || raw == Iterable.class
                || KNOWN.contains(raw)
                || (Collection.class.isAssignableFrom(raw) && isRead(raw));
        return fine ? Optional.empty()
                : Optional.of(raw.getSimpleName() + " cannot be stored and read back as what it was");
    }

    /** Collections and maps of the JDK that can be made again: by an interface of theirs, or as an empty one. */
    private static boolean isRead(Class<?> type) {
        return type.getPackageName().startsWith("java.util") && (OTHERS.contains(type)
                || (type.isInterface() && type.getPackage() == List.class.getPackage())
                || Arrays.stream(type.getConstructors()).anyMatch(made -> made.getParameterCount() == 0));
    }
}

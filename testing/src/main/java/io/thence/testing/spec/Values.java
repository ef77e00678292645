// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Cases;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Values of any type that an event or a command is made of, by a seed: the same seed gives the same values. Plain
 * values are few and small, so that things meet under one key; where extremes are wanted, some are the least, the
 * greatest and the empty ones. A record whose constructor refuses what it is given is tried again.
 */
final class Values {

    private static final int TRIES = 1_000;
    private static final int ELEMENTS_MAX = 4;
    private static final int DEPTH_MAX = 8;
    private static final int ONE_IN = 4;

    private final Map<Class<?>, Function<RandomGenerator, ?>> given;
    private final boolean extremes;

    Values(Map<Class<?>, Function<RandomGenerator, ?>> given, boolean extremes) {
        this.given = new HashMap<>(given);
        this.extremes = extremes;
    }

    /** A value of {@code type}: a record, or a sealed interface of records. */
    <T> T of(Class<T> type, RandomGenerator random) {
        return type.cast(value(type, random, 0));
    }

    private Object value(Type type, RandomGenerator random, int depth) {
        return switch (type) {
            case Class<?> raw -> ofClass(raw, random, depth);
            case ParameterizedType generic -> ofGeneric(generic, random, depth);
            case WildcardType wild -> value(wild.getUpperBounds()[0], random, depth);
            default -> throw unknown(type);
        };
    }

    private Object ofClass(Class<?> type, RandomGenerator random, int depth) {
        var own = given.get(type);
        if (own != null) {
            return own.apply(random);
        }
        var plain = PlainValues.of(type, extremes && random.nextInt(ONE_IN) == 0, random);
        if (plain.isPresent()) {
            return plain.get();
        }
        if (type.isEnum()) {
            return one(List.of(type.getEnumConstants()), random);
        }
        if (type.isArray()) {
            var array = Array.newInstance(type.getComponentType(), size(random, depth));
            for (int i = 0; i < Array.getLength(array); i++) {
                Array.set(array, i, value(type.getComponentType(), random, depth + 1));
            }
            return array;
        }
        if (type.isRecord()) {
            return record(type, random, depth);
        }
        if (type.isSealed()) {
            return ofClass(depth < DEPTH_MAX ? one(Cases.of(type), random) : smallest(type), random, depth);
        }
        throw unknown(type);
    }

    /** A case that is likely to have nothing of its own kind in it: else a tree would have no end. */
    private static Class<?> smallest(Class<?> type) {
        return Collections.min(Cases.of(type), Comparator.comparingInt(c -> c.getRecordComponents().length));
    }

    private static <T> T one(List<T> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }

    private int size(RandomGenerator random, int depth) {
        return depth >= DEPTH_MAX ? 0 : random.nextInt(ELEMENTS_MAX);
    }

    private Object ofGeneric(ParameterizedType type, RandomGenerator random, int depth) {
        var raw = (Class<?>) type.getRawType();
        var inner = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return depth >= DEPTH_MAX || random.nextInt(ONE_IN) == 0 ? Optional.empty()
                    : Optional.of(value(inner[0], random, depth + 1));
        }
        if (raw == Map.class || raw == SequencedMap.class) {
            var map = new LinkedHashMap<Object, Object>();
            for (int i = size(random, depth); i > 0; i--) {
                map.put(value(inner[0], random, depth + 1), value(inner[1], random, depth + 1));
            }
            return map;
        }
        if (raw == List.class || raw == Collection.class || raw == SequencedCollection.class) {
            return elements(inner[0], random, depth).toList();
        }
        if (raw == Set.class) {
            var set = new LinkedHashSet<>();
            elements(inner[0], random, depth).forEach(set::add);
            return set;
        }
        throw unknown(type);
    }

    private Stream<Object> elements(Type type, RandomGenerator random, int depth) {
        return Stream.generate(() -> value(type, random, depth + 1)).limit(size(random, depth));
    }

    private Object record(Class<?> type, RandomGenerator random, int depth) {
        var components = type.getRecordComponents();
        RuntimeException last = null;
        for (int i = 0; i < TRIES; i++) {
            var values = Arrays.stream(components).map(c -> value(c.getGenericType(), random, depth + 1)).toArray();
            try {
                return made(type, components, values);
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw new IllegalArgumentException("a " + type.getName() + " cannot be made up: its constructor refused "
                + TRIES + " tries, the last one by " + last + "; say generating(" + type.getSimpleName()
                + ".class, random -> ..)", last);
    }

    private static Object made(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a " + type.getName() + " cannot be made: open its package to"
                    + " io.thence.testing", e);
        }
    }

    private static IllegalArgumentException unknown(Type type) {
        var name = type instanceof Class<?> raw ? raw.getSimpleName() : "..";
        return new IllegalArgumentException("a " + type.getTypeName() + " cannot be made up: say generating(" + name
                + ".class, random -> ..), for it or for the record that has it");
    }
}

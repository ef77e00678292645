// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a type can be a fold's state: a value that cannot change and can be written as JSON. */
final class StateShape {

    private static final Set<Class<?>> VALUES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, java.math.BigDecimal.class,
            java.math.BigInteger.class, java.util.UUID.class, java.util.OptionalInt.class, java.util.OptionalLong.class,
            Object.class, Number.class);

    private StateShape() {}

    /** What is wrong with {@code type}, if anything is. */
    static Optional<String> check(Type type) {
        return check(type, new HashSet<>());
    }

    private static Optional<String> check(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return Optional.empty();
        }
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                var fault = check(argument, seen);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return check(generic.getRawType(), seen);
        }
        return type instanceof Class<?> raw ? checkClass(raw, seen) : Optional.empty();
    }

    private static Optional<String> checkClass(Class<?> type, Set<Type> seen) {
        if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                var fault = check(component.getGenericType(), seen);
                if (fault.isPresent()) {
                    return fault.map(f -> "component " + component.getName() + " of " + type.getSimpleName() + ": " + f);
                }
            }
            return Optional.empty();
        }
        if (type.isSealed()) {
            for (var permitted : type.getPermittedSubclasses()) {
                var fault = check(permitted, seen);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        }
        boolean fine = type.isPrimitive() || type.isEnum() || VALUES.contains(type) || type == Optional.class
                || type.getPackageName().equals("java.time")
                || (isCollection(type) && (type.isInterface() || isUnmodifiable(type)));
        return fine ? Optional.empty() : Optional.of(type.getSimpleName() + " can change, or cannot be stored");
    }

    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    private static boolean isUnmodifiable(Class<?> type) {
        return type.getName().startsWith("java.util.ImmutableCollections")
                || type.getName().startsWith("java.util.Collections$");
    }
}

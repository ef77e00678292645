// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a type can be a fold's state: a value that cannot change and can be written as JSON. */
final class StateShape {

    private static final Set<Class<?>> VALUES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, java.math.BigDecimal.class,
            java.math.BigInteger.class, java.util.UUID.class, java.util.OptionalInt.class, java.util.OptionalLong.class,
            java.util.OptionalDouble.class, Object.class, Number.class);

    /** The wrappers of {@code Collections} that let nobody change them through it. */
    private static final Pattern UNMODIFIABLE = Pattern.compile(
            "java\\.util\\.(ImmutableCollections|Collections\\$(Unmodifiable|Empty|Singleton|Copies)).*");

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
        return switch (type) {
            case Class<?> raw -> checkClass(raw, seen);
            case WildcardType wild -> check(wild.getUpperBounds()[0], seen);
            case GenericArrayType array -> refused(array.getTypeName());
            default -> Optional.empty();
        };
    }

    private static Optional<String> checkClass(Class<?> type, Set<Type> seen) {
        if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                var fault = check(component.getGenericType(), seen);
                if (fault.isPresent()) {
                    return fault.map(f -> "component " + component.getName() + " of " + type.getSimpleName() + ": "
                            + f);
                }
            }
            return Optional.empty();
        }
        if (type.isSealed() && !type.isEnum()) {
            for (var permitted : type.getPermittedSubclasses()) {
                var fault = check(permitted, seen);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        }
        boolean fine = type.isPrimitive() || Enum.class.isAssignableFrom(type) || VALUES.contains(type)
                || type == Optional.class || (type.getPackageName().equals("java.time") && !type.isArray())
                || (isCollection(type) && (type.isInterface() || UNMODIFIABLE.matcher(type.getName()).matches()));
        return fine ? Optional.empty() : refused(type.getSimpleName());
    }

    private static Optional<String> refused(String type) {
        return Optional.of(type + " can change, or cannot be stored");
    }

    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }
}

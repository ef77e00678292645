// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a type can be a fold's state: a value that cannot change and can be written as JSON. */
final class StateShape implements ValueShape.Rule {

    private static final Set<Class<?>> VALUES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, java.math.BigDecimal.class,
            java.math.BigInteger.class, java.util.UUID.class, java.util.Currency.class, java.util.Locale.class,
            java.net.URI.class);

    private static final Set<Class<?>> OPTIONAL = Set.of(Optional.class, java.util.OptionalInt.class,
            java.util.OptionalLong.class, java.util.OptionalDouble.class);

    /** The wrappers of {@code Collections} that let nobody change them through it. */
    private static final Pattern UNMODIFIABLE = Pattern.compile(
            "java\\.util\\.(ImmutableCollections|Collections\\$(Unmodifiable|Empty|Singleton|Copies)).*");

    private StateShape() {}

    /** What is wrong with {@code type}, if anything is. */
    static Optional<String> check(Type type) {
        return new ValueShape(new StateShape()).faults(type).stream().findFirst();
    }

    /** Whether it is a number, a text, a time or the like, or a constant: it cannot change, and is one JSON value. */
    static boolean isPlain(Class<?> type) {
        boolean time = type.getPackageName().equals("java.time") && !type.isArray();
        return type.isPrimitive() || VALUES.contains(type) || (Enum.class.isAssignableFrom(type) && type != Enum.class)
                || (time && Serializable.class.isAssignableFrom(type)); // clocks are no times
    }

    /** Whether it is there or not, and holds what it is of. */
    static boolean isOptional(Class<?> type) {
        return OPTIONAL.contains(type);
    }

    @Override
    public Optional<String> fault(ValueType type) {
        var raw = type.raw();
        boolean fine = type.equals(ValueType.UNKNOWN) || isPlain(raw) || isOptional(raw)
                || (isCollection(raw) && (raw.isInterface() || UNMODIFIABLE.matcher(raw.getName()).matches()));
        return fine ? Optional.empty() : Optional.of(raw.getSimpleName() + " can change, or cannot be stored");
    }

    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }
}

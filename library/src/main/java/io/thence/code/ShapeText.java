// SPDX-License-Identifier: Apache-2.0
package io.thence.code;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The shape of values, as text: components of records by name and type, cases of sealed types, constants of enums, all
 * the way down. It has no names of the application's types: a renamed record has the shape that it had.
 */
public final class ShapeText {

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<Class<?>> records = new LinkedHashSet<>();

    /** Adds the shape of {@code type}. */
    public ShapeText add(Type type) {
        text.append(shape(type, Map.of())).append('\n');
        return this;
    }

    /** The shapes, a line each. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** All records in the shapes, in the order in which they came. */
    public Collection<Class<?>> records() {
        return Collections.unmodifiableSet(records);
    }

    private String shape(Type type, Map<String, String> variables) {
        return switch (type) {
            case Class<?> raw -> shape(raw, "", Map.of());
            case ParameterizedType generic -> {
                var raw = (Class<?>) generic.getRawType();
                var bound = new HashMap<String, String>();
                var arguments = new StringBuilder();
                for (int i = 0; i < raw.getTypeParameters().length; i++) {
                    var argument = shape(generic.getActualTypeArguments()[i], variables);
                    bound.put(raw.getTypeParameters()[i].getName(), argument);
                    arguments.append(i == 0 ? "<" : ",").append(argument);
                }
                yield shape(raw, arguments + ">", bound);
            }
            case TypeVariable<?> variable -> variables.getOrDefault(variable.getName(), "?");
            case WildcardType wild -> shape(wild.getUpperBounds()[0], variables);
            case GenericArrayType array -> shape(array.getGenericComponentType(), variables) + "[]";
            default -> type.getTypeName();
        };
    }

    private String shape(Class<?> type, String arguments, Map<String, String> variables) {
        boolean plain = !type.isRecord() && !type.isEnum() && !type.isSealed();
        if (plain || type.getName().startsWith("java.")) {
            return type.getTypeName() + arguments;
        }
        var known = seen.putIfAbsent(type.getName() + arguments, seen.size());
        if (known != null) {
            return "^" + known;
        }
        if (type.isRecord()) {
            records.add(type);
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> component.getName() + ":" + shape(component.getGenericType(), variables))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining("|", "(", ")"));
        }
        return Arrays.stream(type.getPermittedSubclasses()).map(permitted -> shape(permitted, variables))
                .collect(Collectors.joining("|", "[", "]"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A type as it stands in a component, with what its own parameters are there.
 *
 * @param raw       the class
 * @param arguments one for each parameter of the class, {@link #UNKNOWN} where nothing says it; of an array its element
 */
record ValueType(Class<?> raw, List<ValueType> arguments) {

    /** What a parameter is that nothing says. */
    static final ValueType UNKNOWN = new ValueType(Unknown.class, List.of());

    private interface Unknown {}

    ValueType {
        arguments = List.copyOf(arguments);
    }

    /** What {@code type} is where nothing is known of its parameters but what it says itself. */
    static ValueType of(Type type) {
        return of(type, Map.of());
    }

    private static ValueType of(Type type, Map<Type, ValueType> parameters) {
        return switch (type) {
            case Class<?> array when array.isArray() -> array(of(array.getComponentType(), parameters));
            case Class<?> raw -> new ValueType(raw, Collections.nCopies(raw.getTypeParameters().length, UNKNOWN));
            case ParameterizedType generic -> new ValueType((Class<?>) generic.getRawType(),
                    Arrays.stream(generic.getActualTypeArguments()).map(one -> of(one, parameters)).toList());
            case WildcardType wild -> of(wild.getUpperBounds()[0], parameters);
            case GenericArrayType array -> array(of(array.getGenericComponentType(), parameters));
            default -> parameters.getOrDefault(type, UNKNOWN);
        };
    }

    private static ValueType array(ValueType element) {
        return new ValueType(element.raw().arrayType(), List.of(element));
    }

    /** A component of a record, with its type as it is there. */
    record Component(RecordComponent declared, ValueType type) {}

    /** The components of a record. */
    Stream<Component> components() {
        var known = new HashMap<Type, ValueType>();
        var parameters = raw.getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            known.put(parameters[i], arguments.get(i));
        }
        return Arrays.stream(raw.getRecordComponents())
                .map(component -> new Component(component, of(component.getGenericType(), known)));
    }

    /** The cases of a sealed type: what one says of its parameters is known where this one knows it. */
    Stream<ValueType> cases() {
        return Arrays.stream(raw.getPermittedSubclasses()).map(permitted -> {
            var known = new HashMap<Type, ValueType>();
            above(permitted).filter(type -> type.getRawType() == raw).forEach(type -> {
                for (int i = 0; i < arguments.size(); i++) {
                    known.put(type.getActualTypeArguments()[i], arguments.get(i));
                }
            });
            return new ValueType(permitted, parameters(permitted, known));
        });
    }

    private static Stream<ParameterizedType> above(Class<?> type) {
        return Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .filter(ParameterizedType.class::isInstance).map(ParameterizedType.class::cast);
    }

    private static List<ValueType> parameters(Class<?> type, Map<Type, ValueType> known) {
        return Arrays.stream(type.getTypeParameters()).map(one -> known.getOrDefault(one, UNKNOWN)).toList();
    }

    /** How deep its arguments are nested. */
    int depth() {
        return 1 + arguments.stream().mapToInt(ValueType::depth).max().orElse(0);
    }
}

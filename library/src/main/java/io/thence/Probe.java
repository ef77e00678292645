// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which component of a record the value of a key is made of: a record is made whose texts are all different
 * and unlike anything else, and is filed. It sees what is filed as it is, or in lower or upper case, or with more text
 * around it. A record that cannot be made of such texts, or whose filing fails on them, is not seen into.
 */
final class Probe {

    private static final int DEPTH_MAX = 4;

    /** The value of {@code key} is made of {@code component}. */
    record Filed(Key<?> key, String component) {}

    private Probe() {}

    /** What can be seen of how {@code type} is filed. */
    static <E> List<Filed> of(EventType<E> type) {
        var found = new ArrayList<Filed>();
        var components = type.record().getRecordComponents();
        try {
            var event = type.record().cast(made(type.record(), "", 0));
            for (var filing : type.filings()) {
                for (int i = 0; i < components.length; i++) {
                    if (shows(filing, event, marker("", i))) {
                        found.add(new Filed(filing.key(), components[i].getName()));
                    }
                }
            }
        } catch (ReflectiveOperationException | RuntimeException _) {
            // It is not seen into: what is filed is looked at again with each event.
        }
        return found;
    }

    private static <E> boolean shows(Filing<E> filing, E event, String marker) {
        return filing.values().apply(event).stream()
                .anyMatch(filed -> filed.value().toLowerCase(Locale.ROOT).contains(marker));
    }

    /** The text of the component at {@code i}, and the beginning of all texts below it. */
    private static String marker(String above, int i) {
        return above + (above.isEmpty() ? "q7x" : "") + Character.toString('a' + i % 26) + i + "z";
    }

    private static Object made(Class<?> record, String above, int depth) throws ReflectiveOperationException {
        var components = record.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i].getGenericType(), types[i], marker(above, i), depth);
        }
        var constructor = record.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static @Nullable Object value(Type generic, Class<?> type, String text, int depth)
            throws ReflectiveOperationException {
        if (type == String.class) {
            return text;
        }
        if (type == Optional.class && generic instanceof ParameterizedType of
                && of.getActualTypeArguments()[0] instanceof Class<?> inner) {
            return Optional.ofNullable(value(inner, inner, text, depth));
        }
        if (type.isRecord() && depth < DEPTH_MAX) {
            return made(type, text, depth + 1);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return plain(type);
    }

    private static @Nullable Object plain(Class<?> type) {
        if (type == List.class || type == java.util.Collection.class) {
            return List.of();
        }
        if (type == Set.class) {
            return new HashSet<>();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (!type.isPrimitive()) {
            return null;
        }
        return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
    }
}

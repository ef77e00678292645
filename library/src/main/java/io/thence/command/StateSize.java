// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the bytes of a state: it walks records and collections and counts the rest by rule of thumb. A record that
 * its module does not open counts by what it is written as, which takes longer.
 */
final class StateSize {

    private static final int OBJECT = 16;
    private static final int REFERENCE = 4;
    private static final int UNKNOWN = 64;

    private static final ClassValue<Optional<Method[]>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Optional<Method[]> computeValue(Class<?> type) {
            var accessors = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getAccessor)
                    .toArray(Method[]::new);
            for (var accessor : accessors) {
                if (!accessor.trySetAccessible()) {
                    return Optional.empty();
                }
            }
            return Optional.of(accessors);
        }
    };

    private StateSize() {}

    static long bytes(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String text -> 2L * OBJECT + text.length();
            case Number _, Boolean _, Character _, Enum<?> _ -> OBJECT;
            case Optional<?> optional -> OBJECT + optional.map(StateSize::bytes).orElse(0L);
            case Collection<?> items -> items(items);
            case Map<?, ?> entries -> items(entries.keySet()) + items(entries.values());
            case Record fields -> fields(fields);
            default -> UNKNOWN;
        };
    }

    private static long items(Collection<?> items) {
        long bytes = 2L * OBJECT;
        for (var item : items) {
            bytes += OBJECT + REFERENCE + bytes(item);
        }
        return bytes;
    }

    private static long fields(Record value) {
        var accessors = ACCESSORS.get(value.getClass());
        if (accessors.isEmpty()) {
            return written(value);
        }
        long bytes = OBJECT;
        try {
            for (var accessor : accessors.get()) {
                bytes += REFERENCE + bytes(accessor.invoke(value));
            }
        } catch (IllegalAccessException | InvocationTargetException _) {
            return written(value);
        }
        return bytes;
    }

    private static long written(Record value) {
        try {
            return 2L * OBJECT + 2L * Json.write(value).length;
        } catch (Undecodable _) {
            return UNKNOWN;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks through what values of a type are made of: components of records and cases of sealed types, down to what is
 * neither. Each record is looked at once, so a fault in it is told once.
 */
final class ValueShape {

    /** Arguments that are nested deeper are those of a type that contains itself with ever other ones. */
    private static final int DEPTH_MAX = 16;

    private final Rule rule;
    private final Set<ValueType> seen = new HashSet<>();

    ValueShape(Rule rule) {
        this.rule = rule;
    }

    /** What values are for a use. */
    interface Rule {
        /** What is wrong with {@code type}, which is neither a record nor a sealed type of the application's. */
        Optional<String> fault(ValueType type);

        /** Whether {@code element}, a type or what reads a component, says itself how its values are written. */
        default boolean isTrusted(AnnotatedElement element) {
            return false;
        }
    }

    /** All that is wrong with {@code type}, each with the components that lead to it. */
    List<String> faults(Type type) {
        var faults = new ArrayList<String>();
        walk(ValueType.of(type), "", faults);
        return faults;
    }

    private void walk(ValueType type, String path, List<String> faults) {
        var raw = type.raw();
        boolean sealed = raw.isSealed() && !raw.isEnum() && !raw.getName().startsWith("java.");
        if (!raw.isRecord() && !sealed) {
            rule.fault(type).ifPresentOrElse(fault -> faults.add(path + fault),
                    () -> type.arguments().forEach(argument -> walk(argument, path, faults)));
        } else if (type.depth() <= DEPTH_MAX && !rule.isTrusted(raw) && seen.add(type)) {
            if (sealed) {
                type.cases().forEach(permitted -> walk(permitted, path, faults));
            } else {
                type.components().filter(component -> !rule.isTrusted(component.declared().getAccessor()))
                        .forEach(component -> walk(component.type(), path + "component "
                                + component.declared().getName() + " of " + raw.getSimpleName() + ": ", faults));
            }
        }
    }
}

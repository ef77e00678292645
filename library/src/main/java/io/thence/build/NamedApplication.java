// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

import io.thence.Application;
import java.lang.reflect.Modifier;

/** An application that is named by the static field that holds it, such as {@code com.example.Bank#APPLICATION}. */
final class NamedApplication {

    private NamedApplication() {}

    /**
     * The application that {@code name} names.
     *
     * @throws IllegalArgumentException     if there is none: with what is wrong with the name
     * @throws ReflectiveOperationException if its field cannot be read
     */
    static Application of(String name) throws ReflectiveOperationException {
        int at = name.indexOf('#');
        if (at < 1) {
            throw new IllegalArgumentException("'" + name + "' names no application: write it as"
                    + " com.example.Bank#APPLICATION, a static field");
        }
        Class<?> type;
        try {
            type = Class.forName(name.substring(0, at));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no class " + name.substring(0, at)
                    + " on the project's class path: name the class that has the application's static field", e);
        }
        try {
            var field = type.getDeclaredField(name.substring(at + 1));
            if (!Modifier.isStatic(field.getModifiers())) {
                throw new IllegalArgumentException(name + " is not static: only a static field can be named, since"
                        + " nobody makes a " + type.getSimpleName() + " here");
            }
            field.setAccessible(true);
            if (field.get(null) instanceof Application application) {
                return application;
            }
            throw new IllegalArgumentException(name + " is no " + Application.class.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(type.getName() + " has no field " + name.substring(at + 1)
                    + ": name the static field that holds the application", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.code;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.DebugElementsOption;
import java.lang.classfile.ClassFile.LineNumbersOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The class files of an application: of all classes that are neither the JDK's nor of Thence's vocabulary. They are
 * read as the class loader finds them; nothing is initialised.
 */
final class ClassFiles {

    private static final ClassFile PARSER = ClassFile.of(DebugElementsOption.DROP_DEBUG,
            LineNumbersOption.DROP_LINE_NUMBERS, StackMapsOption.DROP_STACK_MAPS);
    private static final String VOCABULARY = ClassFiles.class.getPackageName().replace(".code", "/").replace('.', '/');

    private final @Nullable ClassLoader loader;
    private final Map<String, Optional<ClassModel>> models = new HashMap<>();
    private boolean incomplete;

    ClassFiles(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    /** The class named {@code name}, with slashes, if it is the application's. */
    Optional<ClassModel> find(String name) {
        var known = models.get(name);
        if (known == null) {
            known = load(name);
            models.put(name, known);
        }
        return known;
    }

    private Optional<ClassModel> load(String name) {
        boolean vocabulary = name.startsWith(VOCABULARY) && name.indexOf('/', VOCABULARY.length()) < 0;
        if (loader == null || vocabulary || name.startsWith("java/") || name.startsWith("[")) {
            return Optional.empty();
        }
        try {
            var of = Class.forName(name.replace('/', '.'), false, loader).getClassLoader();
            if (of == null || of.equals(ClassLoader.getPlatformClassLoader())) {
                return Optional.empty();
            }
            try (var bytes = of.getResourceAsStream(name + ".class")) {
                if (bytes != null) {
                    return Optional.of(PARSER.parse(bytes.readAllBytes()));
                }
            }
        } catch (ClassNotFoundException | LinkageError _) {
            return Optional.empty(); // it cannot be called either
        } catch (IOException | IllegalArgumentException _) {
            // not to be read, as if it were not there
        }
        incomplete = true;
        return Optional.empty();
    }

    /** Whether the application has a class that is not there as a class file: one that was made while it runs. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** Where {@code member} is declared that is meant by {@code owner}: there, or in what it extends. */
    Optional<ClassModel> declaring(String owner, Predicate<ClassModel> member) {
        var found = find(owner);
        if (found.isEmpty() || member.test(found.get())) {
            return found;
        }
        var above = new ArrayList<ClassEntry>();
        found.get().superclass().ifPresent(above::add);
        above.addAll(found.get().interfaces());
        return above.stream().flatMap(type -> declaring(type.asInternalName(), member).stream()).findFirst();
    }

    /** The classes that a sealed class or interface permits, at any depth. */
    List<ClassModel> permitted(ClassModel type) {
        var all = new ArrayList<ClassModel>();
        type.findAttribute(Attributes.permittedSubclasses())
                .map(PermittedSubclassesAttribute::permittedSubclasses).orElse(List.of())
                .forEach(entry -> find(entry.asInternalName()).ifPresent(below -> {
                    all.add(below);
                    all.addAll(permitted(below));
                }));
        return all;
    }

    static Optional<MethodModel> method(ClassModel type, String name, String descriptor) {
        return type.methods().stream().filter(method -> method.methodName().equalsString(name)
                && method.methodType().equalsString(descriptor)).findFirst();
    }
}

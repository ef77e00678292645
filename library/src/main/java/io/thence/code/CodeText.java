// SPDX-License-Identifier: Apache-2.0
package io.thence.code;

import io.thence.Lambda;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What some methods do, as text: their byte code and that of all methods of the application that they call, lambdas and
 * constructors among them, and of the static initialisers of classes whose static fields they read. It leaves out what
 * does not change what code does: line numbers, names of locals, the numbers that the compiler gives to lambdas, sizes
 * of the constant pool. So it is equal for equal code, in any JVM.
 *
 * <p>Methods are numbered in the order in which they are found, and a call says the number. A call on a sealed type
 * leads to all of its cases; one on an open interface leads nowhere, since who implements it is not written in the
 * code.
 *
 * <p>Limit: beyond {@value #METHODS_MAX} methods there is no text. Code that reaches so far is no pure step.
 */
public final class CodeText {

    static final int METHODS_MAX = 10_000;

    private final ClassFiles files;
    private final Map<Method, Integer> numbers = new HashMap<>();
    private final Deque<Method> waiting = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    private CodeText(ClassFiles files) {
        this.files = files;
    }

    record Method(String owner, String name, String descriptor) {}

    /**
     * The text of what {@code roots} do and the constructors of {@code records}; empty if it cannot be found out: code
     * that is not there as a class file, or too much of it.
     */
    public static Optional<String> of(@Nullable ClassLoader loader, List<Lambda> roots, Collection<Class<?>> records) {
        var code = new CodeText(new ClassFiles(loader));
        for (var root : roots) {
            code.text.append(code.call(root.owner(), root.method(), root.descriptor())).append('\n');
        }
        for (var type : records) {
            code.files.find(type.getName().replace('.', '/')).ifPresent(code::constructors);
        }
        return code.follow() ? Optional.of(code.text.toString()) : Optional.empty();
    }

    private void constructors(ClassModel type) {
        for (var method : type.methods()) {
            if (method.methodName().equalsString("<init>")) {
                text.append(number(type, method)).append('\n');
            }
        }
    }

    private boolean follow() {
        while (!waiting.isEmpty() && numbers.size() <= METHODS_MAX) {
            var method = waiting.remove();
            text.append(numbers.get(method)).append(":\n");
            files.find(method.owner())
                    .flatMap(type -> ClassFiles.method(type, method.name(), method.descriptor()))
                    .flatMap(MethodModel::code)
                    .ifPresent(this::body);
        }
        return waiting.isEmpty() && !files.isIncomplete();
    }

    private void body(CodeModel code) {
        var body = new InstructionText(this, text);
        code.forEach(body::add);
    }

    /** How a call is written, which leads to what is called if that is the application's. */
    String call(String owner, String name, String descriptor) {
        var declared = files.declaring(owner, type -> ClassFiles.method(type, name, descriptor).isPresent());
        var written = new StringBuilder();
        declared.flatMap(type -> ClassFiles.method(type, name, descriptor).map(method -> number(type, method)))
                .ifPresentOrElse(written::append, () -> written.append(name));
        if (!name.startsWith("lambda$")) {
            written.append(' ').append(owner).append('.').append(name);
        }
        written.append(descriptor);
        files.find(owner).ifPresent(type -> files.permitted(type).forEach(
                below -> ClassFiles.method(below, name, descriptor).ifPresent(
                        method -> written.append(" or ").append(number(below, method)))));
        return written.toString();
    }

    String call(DirectMethodHandleDesc handle) {
        return handle.kind() + " " + switch (handle.kind()) {
            case GETTER, SETTER -> name(handle.owner()) + "." + handle.methodName();
            case STATIC_GETTER, STATIC_SETTER -> field(name(handle.owner()), handle.methodName());
            default -> call(name(handle.owner()), handle.methodName(), handle.lookupDescriptor());
        };
    }

    private static String name(ClassDesc type) {
        var descriptor = type.descriptorString();
        return type.isClassOrInterface() ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
    }

    /** How the use of a static field is written, which leads to the code that gives it its value. */
    String field(String owner, String name) {
        if (name.equals("$assertionsDisabled")) {
            return name;
        }
        var initialiser = files.declaring(owner, type -> type.fields().stream()
                        .anyMatch(field -> field.fieldName().equalsString(name)))
                .flatMap(type -> ClassFiles.method(type, "<clinit>", "()V").map(method -> number(type, method)));
        return owner + "." + name + initialiser.map(at -> " " + at).orElse("");
    }

    private String number(ClassModel type, MethodModel method) {
        var found = new Method(type.thisClass().asInternalName(), method.methodName().stringValue(),
                method.methodType().stringValue());
        var number = numbers.get(found);
        if (number == null) {
            number = numbers.size();
            numbers.put(found, number);
            waiting.add(found);
        }
        return "#" + number;
    }
}

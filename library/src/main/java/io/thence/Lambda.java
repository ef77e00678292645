// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The method behind a lambda or a method reference, as the compiler wrote it down in a serializable one.
 *
 * @param loader     loads the class that holds it
 * @param owner      the class that has the method, with slashes
 * @param method     the method's name; of a lambda one that the compiler made up
 * @param descriptor the method's parameters and result
 * @param type       the types that it is used at: of a fold's step those of state and event
 * @param captured   how many values it has taken in from around it
 */
public record Lambda(
        @Nullable ClassLoader loader, String owner, String method, String descriptor, MethodType type, int captured) {

    /** What is behind {@code function}; empty if that is an object of a class of its own. */
    public static Optional<Lambda> of(Serializable function) {
        var type = function.getClass();
        if (!type.isHidden()) {
            return Optional.empty();
        }
        try (var peek = new Peek()) {
            peek.writeObject(function);
            var found = peek.found;
            return found == null ? Optional.empty() : Optional.of(of(found, type.getClassLoader()));
        } catch (IOException | TypeNotPresentException _) {
            return Optional.empty();
        }
    }

    private static Lambda of(SerializedLambda lambda, @Nullable ClassLoader loader) {
        return new Lambda(loader, lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature(),
                MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader),
                lambda.getCapturedArgCount());
    }

    /** Gets hold of what serialization replaces a lambda by: that works for code in any module. */
    private static final class Peek extends ObjectOutputStream {

        private @Nullable SerializedLambda found;

        Peek() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof SerializedLambda lambda) {
                found = lambda;
                return "";
            }
            return object;
        }
    }
}

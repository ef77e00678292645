// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.StackWalker.StackFrame;
import java.util.Objects;
import java.util.Set;

/**
 * A place in an application's code: where a part is declared, so that what is wrong with it can be looked up. It says
 * nothing about what the part is: all places are equal, and so are two parts that differ in nothing else.
 *
 * @param type the class
 * @param file the name of its file, without folders
 * @param line in the file
 */
public record CodePlace(String type, String file, int line) {

    /** No place is known, or there is none. */
    public static final CodePlace UNKNOWN = new CodePlace("", "", 0);

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Who declares a part calls one of these. */
    private static final Set<Class<?>> VOCABULARY = Set.of(CodePlace.class, Events.class, Fold.class, Decider.class,
            Deciding.class, Projection.class, MemoryProjection.class, Reaction.class, Saga.class,
            Queries.class, Source.class, Schedule.class, Alert.class, Alerting.class);

    /** The place that calls a method of the vocabulary: some microseconds, once for each part. */
    static CodePlace ofCaller() {
        return STACK.walk(frames -> frames
                .filter(frame -> !VOCABULARY.contains(frame.getDeclaringClass().getNestHost()))
                .findFirst().map(CodePlace::of).orElse(UNKNOWN));
    }

    private static CodePlace of(StackFrame frame) {
        return new CodePlace(frame.getClassName(), Objects.requireNonNullElse(frame.getFileName(), ""),
                Math.max(0, frame.getLineNumber()));
    }

    /** Whether anything is known. */
    public boolean isKnown() {
        return !file.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePlace;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    /** As in a stack trace, which development environments lead to the line. */
    @Override
    public String toString() {
        return isKnown() ? type + "(" + file + ":" + line + ")" : "unknown";
    }
}

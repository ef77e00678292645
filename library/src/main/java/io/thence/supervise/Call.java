// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import java.util.function.Supplier;

/**
 * A call of a handler that is under way.
 *
 * @param token   which call it is: two looks that find equal ones have found the same
 * @param thread  what runs it
 * @param below   what has called the handler: no frame of its stack is shown from there on
 * @param subject what it is about; asked only where that is told, by {@link #described}
 */
public record Call(Object token, Thread thread, Class<?> below, Supplier<Subject> subject) {

    private static final System.Logger LOG = System.getLogger(Call.class.getName());
    private static final int FRAMES_MAX = 60;

    /**
     * What a call is about.
     *
     * @param event the id of the event; of several the first; empty if that is not known any more
     * @param key   what it is handled under, as it is filed; empty if that is not known any more
     */
    public record Subject(String event, String key) {

        /** Nothing is known of it. */
        public static final Subject UNKNOWN = new Subject("", "");

        @Override
        public String toString() {
            return event.isEmpty() ? "an event" : "event " + event + " of " + key;
        }
    }

    /** A token that is equal to nothing but one of the same object. */
    public static Object token(Object same) {
        return new Same(same);
    }

    private record Same(Object it) {

        @Override
        @SuppressWarnings("ReferenceEquality") // which object it is is the question
        public boolean equals(Object other) {
            return other instanceof Same(var its) && its == it;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(it);
        }
    }

    /** What it is about; unknown where that cannot be read, for that it is under way is to be told nevertheless. */
    Subject described() {
        try {
            return subject.get();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "what a call is about cannot be read", e);
            return Subject.UNKNOWN;
        }
    }

    /** Where it stands, a frame a line. */
    String stack() {
        var text = new StringBuilder();
        int frames = 0;
        for (var frame : thread.getStackTrace()) {
            if (frames == FRAMES_MAX || frame.getClassName().equals(below.getName())) {
                break;
            }
            text.append(frames == 0 ? "" : "\n").append("at ").append(frame);
            frames++;
        }
        return text.toString();
    }
}

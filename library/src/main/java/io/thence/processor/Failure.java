// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was thrown, as text that is stored.
 *
 * @param type    the name of its class
 * @param message what it said, where that may be stored
 * @param stack   where it was thrown, and what it was caused by, a frame a line
 */
record Failure(String type, String message, String stack) {

    private static final int MESSAGE_MAX = 1_000;
    private static final int FRAMES_MAX = 30;
    private static final int CAUSES_MAX = 5;

    /** What is below all handlers. */
    private static final Set<String> BELOW = Set.of(Lane.class.getName(), GuardedHandler.class.getName(),
            TimeLimits.class.getName());

    /** {@code tells} says whether messages may be stored. */
    static Failure of(Throwable thrown, boolean tells) {
        var lines = new ArrayList<String>();
        var cause = thrown;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            if (i > 0) {
                var message = tells ? said(cause) : "";
                lines.add("caused by " + cause.getClass().getName() + (message.isEmpty() ? "" : ": " + message));
            }
            lines.addAll(frames(cause));
            cause = cause.getCause();
        }
        return new Failure(thrown.getClass().getName(), tells ? said(thrown) : "", String.join("\n", lines));
    }

    /** The same, where {@code by} has put something in place of {@code event}, and that is what cannot be read. */
    Failure inPlaceOf(String event, String by) {
        var put = "what " + by + " put in place of ";
        var what = message.isEmpty() ? put + event + " cannot be read" : put + message.replace(Json.UPCAST, "");
        return new Failure(type, cut(what + ": edit it again, or retry it as it was"), stack);
    }

    /** Its message, not too long; empty if it has none, or fails to make one up: it is not to stop who asks. */
    static String said(Throwable thrown) {
        try {
            return Optional.ofNullable(thrown.getMessage()).map(Failure::cut).orElse("");
        } catch (RuntimeException _) {
            return "";
        }
    }

    /** Down to what called the handler. */
    private static List<String> frames(Throwable thrown) {
        var frames = new ArrayList<String>();
        for (var frame : thrown.getStackTrace()) {
            if (BELOW.contains(frame.getClassName()) || frames.size() == FRAMES_MAX) {
                break;
            }
            frames.add("at " + frame.getClassName() + "." + frame.getMethodName() + " (" + frame.getFileName() + ":"
                    + frame.getLineNumber() + ")");
        }
        return frames;
    }

    private static String cut(String message) {
        return message.codePoints().limit(MESSAGE_MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}

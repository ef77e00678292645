// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.CommandId;
import io.thence.store.ContentHash;
import java.nio.charset.StandardCharsets;

/** The ids under which an instance of a saga takes steps and sends commands: made of what each is about. */
final class SagaIds {

    private final String saga;

    SagaIds(String saga) {
        this.saga = saga;
    }

    private CommandId id(String instance, String what) {
        var text = saga + "/" + instance.replace("%", "%25").replace("/", "%2F") + "/" + what;
        return new CommandId(text.length() <= CommandId.TEXT_MAX ? text
                : ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** The command that step {@code number} asked as its so many-th. */
    CommandId ask(String instance, long number, int ordinal) {
        return id(instance, "ask/" + number + "/" + ordinal);
    }

    /** What undoes it. */
    CommandId undo(String instance, long number, int ordinal) {
        return id(instance, "undo/" + number + "/" + ordinal);
    }

    /** The step on what came of it. */
    CommandId onAnswer(String instance, long number, int ordinal) {
        return id(instance, "on-answer/" + number + "/" + ordinal);
    }

    /** The step on its being undone. */
    CommandId onUndone(String instance, long number, int ordinal) {
        return id(instance, "on-undone/" + number + "/" + ordinal);
    }

    /** The step on an event. */
    CommandId onEvent(String instance, String event) {
        return id(instance, "on-event/" + event);
    }

    /** The step on what somebody has told, in an event. */
    CommandId onTold(String instance, String event) {
        return id(instance, "on-told/" + event);
    }

    /** The step on a wake that step {@code armed} wished for. */
    CommandId onWake(String instance, String wake, long armed) {
        return id(instance, "on-wake/" + wake + "/" + armed);
    }
}

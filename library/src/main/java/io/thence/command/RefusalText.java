// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Decider;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.StateJson;
import java.nio.charset.StandardCharsets;

/** Reasons of refusals as texts that can be kept: JSON, where a decider declares the type of its refusals. */
final class RefusalText {

    private RefusalText() {}

    static String of(Decider<?, ?> decider, Object reason) {
        check(decider, reason);
        return decider.refusals().map(type -> new String(StateJson.write(reason, type), StandardCharsets.UTF_8))
                .orElseGet(reason::toString);
    }

    /** The reason; a text that was kept before the type was declared, or of a case that is gone, stays a text. */
    static Object read(Decider<?, ?> decider, String text) {
        if (decider.refusals().isEmpty()) {
            return text;
        }
        try {
            return StateJson.read(text.getBytes(StandardCharsets.UTF_8), decider.refusals().get());
        } catch (Undecodable _) {
            return text;
        }
    }

    /**
     * Checks that a decider refuses with what it declares.
     *
     * @throws BadRequest if it does not
     */
    static void check(Decider<?, ?> decider, Object reason) {
        var declared = decider.refusals();
        if (declared.isEmpty() && !(reason instanceof String)) {
            throw new BadRequest("decider " + decider.name() + " refuses with a " + reason.getClass().getName()
                    + " and declares no type of refusals: say .refusing(..), or give a text");
        }
        if (declared.isPresent() && !declared.get().isInstance(reason)) {
            throw new BadRequest("decider " + decider.name() + " refuses with a " + reason.getClass().getName()
                    + ", but declares " + declared.get().getName() + ": refuse with a value of that");
        }
    }
}

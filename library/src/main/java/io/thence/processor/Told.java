// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.BadRequest;
import org.jspecify.annotations.Nullable;

/** Who says something about a consumer, and why: both are kept for ever. */
public final class Told {

    private Told() {}

    /**
     * Checks both.
     *
     * @throws BadRequest if one is null or blank, or has more than {@value DeadLetters#TEXT_MAX} characters
     */
    public static void check(@Nullable String by, @Nullable String why) {
        refuse("who says so", by);
        refuse("the reason", why);
    }

    private static void refuse(String what, @Nullable String text) {
        int length = text == null || text.isBlank() ? 0 : text.length();
        if (length == 0 || length > DeadLetters.TEXT_MAX) {
            throw new BadRequest("what a consumer is told is kept for ever: " + what + " has 1 to "
                    + DeadLetters.TEXT_MAX + " characters, not " + length);
        }
    }
}

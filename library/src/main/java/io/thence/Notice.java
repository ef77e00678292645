// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody is told of an {@link Alert}: that it is raised, or that it is over.
 *
 * @param alert    its name
 * @param key      the value for which it is raised, as it is filed; {@link Alert#ALL} where it looks at all together
 * @param severity how bad it is
 * @param isRaised whether it is raised; else it is over
 * @param since    since when what it watches for has held
 * @param at       when it was raised, or over
 * @param value    what was compared, then; empty where there was nothing to compare
 * @param text     the rule in words
 */
public record Notice(String alert, String key, Alert.Severity severity, boolean isRaised, Instant since, Instant at,
        Optional<Double> value, String text) {

    /** In one line. */
    @Override
    public String toString() {
        return severity + " " + (isRaised ? "raised" : "over") + ": " + alert + " of " + key + " (" + text
                + value.map(number -> ", and it is " + number).orElse("") + ", since " + since + ") at " + at;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * How what one version of a {@link Saga} has stored becomes what the next would have: its states, what it asked, what
 * it wants to be woken for. Instances that began before go on by that. What it does not name stays as it was.
 *
 * @param state    what becomes of a state, as JSON; pure, since it is run whenever a step is read
 * @param asks     the new names of asks by the old ones
 * @param commands what becomes of the commands of asks, by the old names of the asks; pure
 * @param wakes    the new names of wakes by the old ones
 */
public record Migration(
        Optional<UnaryOperator<JsonNode>> state, Map<String, String> asks, Map<String, Upcast> commands,
        Map<String, String> wakes) {

    /** Nothing becomes of anything: what there is to be said follows. */
    public static final Migration NONE = new Migration(Optional.empty(), Map.of(), Map.of(), Map.of());

    public Migration {
        asks = Map.copyOf(asks);
        commands = Map.copyOf(commands);
        wakes = Map.copyOf(wakes);
    }

    /** Says what a state becomes; the argument may be changed and returned. */
    public Migration state(UnaryOperator<JsonNode> step) {
        return new Migration(Optional.of(step), asks, commands, wakes);
    }

    /** Says that the ask {@code before} is called {@code now}. */
    public Migration ask(String before, String now) {
        Names.check("ask", now);
        return new Migration(state, and(asks, before, now), commands, wakes);
    }

    /** Says what a command becomes that was asked through {@code ask}, as that was called before. */
    public Migration command(String ask, Upcast step) {
        return new Migration(state, asks, and(commands, ask, step), wakes);
    }

    /** Says that the wake {@code before} is called {@code now}. */
    public Migration wake(String before, String now) {
        return new Migration(state, asks, commands, and(wakes, before, now));
    }

    private static <T> Map<String, T> and(Map<String, T> some, String name, T one) {
        var more = new LinkedHashMap<>(some);
        if (more.put(name, one) != null) {
            throw new IllegalArgumentException("a migration says twice what becomes of '" + name + "': drop one");
        }
        return more;
    }
}

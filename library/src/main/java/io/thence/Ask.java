// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Optional;

/**
 * A command whose outcome matters to a {@link Saga}, as a handle: it is sent through it, and what came of it comes back
 * to it. So two commands of one type are two asks, and their answers are never mistaken for each other.
 *
 * @param name    stands in the history of each instance; never changes
 * @param command the record, or the sealed interface of records, that is sent
 * @param undo    what undoes it once it was accepted, where that is said
 * @param one     which of several that are asked through it, where that is said
 * @param <S>     the saga's state
 * @param <C>     the command
 */
public record Ask<S, C>(String name, Class<C> command, Optional<Undo<S, C, ?>> undo, Optional<String> one) {

    /** The most characters of what tells one of several from the others. */
    public static final int ONE_MAX = 200;

    public Ask {
        Names.check("ask", name);
        one.ifPresent(id -> {
            if (id.isEmpty() || id.length() > ONE_MAX) {
                throw new IllegalArgumentException("ask '" + name + "': each(..) needs 1 to " + ONE_MAX
                        + " characters, not " + id.length());
            }
        });
    }

    /**
     * The command that undoes another.
     *
     * @param command  the record, or the sealed interface of records, that is sent
     * @param function makes it; pure
     */
    public record Undo<S, C, U>(Class<U> command, Undoing<S, C, U> function) {}

    /** Makes the command that undoes another. */
    @FunctionalInterface
    public interface Undoing<S, C, U> {
        /** What undoes {@code accepted}, where the saga's state is {@code state}. */
        U undo(S state, C accepted);
    }

    /** An ask by its name, for commands of {@code command}. */
    public static <S, C> Ask<S, C> of(String name, Class<C> command) {
        return new Ask<>(name, command, Optional.empty(), Optional.empty());
    }

    /** Says what undoes it, when a saga compensates for what was accepted: a command of {@code with}. */
    public <T, U> Ask<T, C> undo(Class<U> with, Undoing<T, C, U> function) {
        return new Ask<>(name, command, Optional.of(new Undo<>(with, function)), one());
    }

    /**
     * One of several that are asked through it: {@code id} comes back with what came of it, to {@link Saga#onEach} and
     * its like.
     */
    public Ask<S, C> each(String id) {
        return new Ask<>(name, command, undo, Optional.of(id));
    }

    /** The ask through which all of them are asked. */
    public Ask<S, C> whole() {
        return one.isEmpty() ? this : new Ask<>(name, command, undo, Optional.empty());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

/**
 * Throws what a method does not declare, as it is: what a user's code throws goes to policies that have rules by types.
 */
public final class Undeclared {

    private Undeclared() {}

    /** Throws {@code thrown}; what it is said to give back lets the compiler know that it does not go on. */
    public static RuntimeException of(Throwable thrown) {
        throw Undeclared.<RuntimeException>as(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // that is the point
    private static <T extends Throwable> T as(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

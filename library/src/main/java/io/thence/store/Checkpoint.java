// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

/**
 * How far a consumer has finished.
 *
 * @param token the highest fencing token that it has used
 * @param upTo  number of the position up to which everything is finished
 */
public record Checkpoint(long token, long upTo) {

    /** Of a consumer that has not begun. */
    public static final Checkpoint NONE = new Checkpoint(0, 0);

    /** Whether {@code finished} may be added: its token is not older, and it finishes something new. */
    public boolean admits(Finished finished) {
        return finished.token() >= token && finished.upTo() > upTo;
    }

    /** This checkpoint after {@code finished}. */
    public Checkpoint with(Finished finished) {
        return new Checkpoint(Math.max(token, finished.token()), Math.max(upTo, finished.upTo()));
    }
}

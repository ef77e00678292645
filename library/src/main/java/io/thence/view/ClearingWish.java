// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.world.Signal;
import org.jspecify.annotations.Nullable;

/** The wish that nothing be left in a read model of what was before: that its file, or the model, be made anew. */
final class ClearingWish {

    private volatile long wanted;
    private volatile long done;
    private volatile @Nullable Signal asker;

    /** Wishes for it, once the view has finished {@code position}. */
    void want(long position, Signal whenDone) {
        asker = whenDone;
        if (position > wanted) {
            wanted = position;
        }
    }

    /** Whether somebody waits for it. */
    boolean isWanted() {
        return isWantedAfter(0);
    }

    /** Whether somebody waits for more of it than what is done once {@code begun} is. */
    boolean isWantedAfter(long begun) {
        return wanted > Math.max(begun, done);
    }

    /** Whether it is time, in a view that has finished {@code upTo}. */
    boolean isDue(long upTo) {
        return isWanted() && upTo >= wanted;
    }

    /** It was done in a view that had finished {@code upTo}. */
    void done(long upTo) {
        done = upTo;
        var waiting = asker;
        if (waiting != null) {
            waiting.raise();
        }
    }

    /** Up to which position there is nothing left in it of what was changed. */
    long upTo() {
        return done;
    }
}

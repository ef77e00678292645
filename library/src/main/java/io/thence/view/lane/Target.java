// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Event;
import java.util.List;

/** What a lane writes to. For the lane's thread. */
public interface Target {

    /**
     * How far it has come, as the target says.
     *
     * @throws OutOfReach if it does not answer, or is {@link Damaged}
     */
    Checkpoint read();

    /**
     * Writes what the events change, and the checkpoint: both or none. Any other exception than these two is the fault
     * of the events or of the code that handles them.
     *
     * @throws OutOfReach if nothing can be written, also where it is {@link Damaged}; it may have been written all the
     *                    same
     * @throws Deadlock   if it met others that write at the same time
     */
    void write(List<Event<?>> events, Checkpoint upTo);

    /** The target does not answer. */
    class OutOfReach extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public OutOfReach(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** What the target has cannot be read any more: it does not come back, and must be made anew. */
    final class Damaged extends OutOfReach {
        private static final long serialVersionUID = 1L;

        public Damaged(Throwable cause) {
            super(cause);
        }
    }

    /** Others wrote what was to be written too, and waited for what was written here. */
    final class Deadlock extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Deadlock(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}

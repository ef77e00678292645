// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;

/** What a compaction must know of keys to say which events may go. Asked from its own thread. */
public interface Removal {

    /** All events are wanted. */
    Removal NONE = new Removal() {
        @Override
        public long floor(KeyValue key) {
            return 0;
        }

        @Override
        public long after(KeyValue key, long position) {
            return 0;
        }
    };

    /** Number of the position below which events are not wanted any more under {@code key}; 0 if all are. */
    long floor(KeyValue key);

    /** How many events were filed under {@code key} after {@code position}. */
    long after(KeyValue key, long position);

    /** What readers still want of the events that are not too old. */
    default Wanted wanted() {
        return Wanted.NOTHING;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import java.util.List;

/** Builds the index as a start does, and then looks each event up under its type and each of its keys. */
final class IndexCheck {

    private final Damages damages;
    private final Index index = new Index();
    private long entries;

    IndexCheck(Damages damages) {
        this.damages = damages;
    }

    /** Files the events of a frame. */
    void add(Frame frame, List<BatchRecord> records) {
        long position = frame.header().first();
        for (var record : records) {
            index.add(position++, record.type(), record.keys());
            entries += 1 + record.keys().size();
        }
    }

    /** Looks the events of a frame up, once all are filed. */
    void look(Frame frame, String file) {
        long position = frame.header().first();
        for (var record : BatchCheck.records(frame)) {
            if (!index.type(record.type()).contains(position)) {
                damages.add(file, frame.offset(), "position " + position + " is not indexed by type " + record.type());
            }
            for (var key : record.keys()) {
                if (!index.key(key).contains(position)) {
                    damages.add(file, frame.offset(), "position " + position + " is not indexed under " + key);
                }
            }
            position++;
        }
    }

    /** Says whether the index has entries that no event accounts for. */
    void finish(String file) {
        if (index.entries() != entries) {
            damages.add(file, 0, "the index has " + index.entries() + " entries, the events make " + entries);
        }
    }

    long keys() {
        return index.keyCount();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.event.Annulments;
import io.thence.store.EventLog;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Which events of a log are annulled, as far as it says at the time. It holds two numbers for each. For one thread. */
final class AnnulledMarks {

    private final EventLog log;
    private final Map<Long, Long> annulments = new HashMap<>();
    private long known;

    AnnulledMarks(EventLog log) {
        this.log = log;
    }

    /** The position of what annuls the event at {@code position}, if something does. */
    OptionalLong of(long position) {
        long head = log.head().number();
        if (head > known) {
            Annulments.after(log, known, annulment -> Annulments.positions(annulment)
                    .forEach(annulled -> annulments.putIfAbsent(annulled, annulment.number())));
            known = head;
        }
        var annulment = annulments.isEmpty() ? null : annulments.get(position);
        return annulment == null ? OptionalLong.empty() : OptionalLong.of(annulment);
    }
}

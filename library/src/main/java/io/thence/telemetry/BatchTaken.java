// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.store.StoredEvent;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** For JFR: a batch of events that a projection has taken in. */
@Name("io.thence.BatchTaken")
@Label("Batch Taken")
@Description("A batch of events that a projection takes in, with its transaction")
@Category("Thence")
@StackTrace(false)
@Threshold("10 ms")
final class BatchTaken extends Event {

    @Label("Part")
    String part = "";

    @Label("Events")
    int events;

    @Label("First Position")
    long position;

    @Label("Outcome")
    String outcome = "";

    void ended(String by, List<StoredEvent> batch, String came) {
        if (shouldCommit()) {
            part = by;
            events = batch.size();
            position = batch.isEmpty() ? 0 : batch.getFirst().number();
            outcome = came;
            commit();
        }
    }
}

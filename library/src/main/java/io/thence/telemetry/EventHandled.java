// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.store.StoredEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** For JFR: one call of a handler. */
@Name("io.thence.EventHandled")
@Label("Event Handled")
@Description("One call of the handler of a reaction or saga")
@Category("Thence")
@StackTrace(false)
@Threshold("10 ms")
final class EventHandled extends Event {

    @Label("Part")
    String part = "";

    @Label("Event Type")
    String type = "";

    @Label("Position")
    long position;

    @Label("Outcome")
    String outcome = "";

    void ended(String by, StoredEvent event, String came) {
        if (shouldCommit()) {
            part = by;
            type = event.type();
            position = event.number();
            outcome = came;
            commit();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.store.StoredEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** For JFR: an event that has failed and will be tried again. */
@Name("io.thence.EventRetried")
@Label("Event Retried")
@Description("An event that has failed and will be tried again")
@Category("Thence")
@StackTrace(false)
final class EventRetried extends Event {

    @Label("Part")
    String part = "";

    @Label("Event Type")
    String type = "";

    @Label("Position")
    long position;

    @Label("Attempts")
    int attempts;

    @Label("Failure")
    String failure = "";

    @Label("Rest")
    @Timespan(Timespan.MILLISECONDS)
    long restMillis;

    void tell(String by, StoredEvent event, Throwable why) {
        part = by;
        type = event.type();
        position = event.number();
        failure = why.getClass().getName();
        commit();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.store.StoredEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** For JFR: an event that is given up. */
@Name("io.thence.EventGivenUp")
@Label("Event Given Up")
@Description("An event that has failed and is not tried again by itself: a dead letter, or its part stops")
@Category("Thence")
@StackTrace(false)
final class EventGivenUp extends Event {

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

    void tell(String by, StoredEvent event, Throwable why) {
        part = by;
        type = event.type();
        position = event.number();
        failure = why.getClass().getName();
        commit();
    }
}

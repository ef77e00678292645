// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.store.StoredEvent;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** For JFR: what is told of an event that has failed, whatever becomes of it. */
@Category("Thence")
@StackTrace(false)
abstract class EventFailed extends Event {

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

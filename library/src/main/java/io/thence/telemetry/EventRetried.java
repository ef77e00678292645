// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** For JFR: an event that has failed and will be tried again. */
@Name("io.thence.EventRetried")
@Label("Event Retried")
@Description("An event that has failed and will be tried again")
final class EventRetried extends EventFailed {

    @Label("Rest")
    @Timespan(Timespan.MILLISECONDS)
    long restMillis;
}

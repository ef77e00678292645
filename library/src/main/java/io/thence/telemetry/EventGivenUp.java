// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** For JFR: an event that is given up. */
@Name("io.thence.EventGivenUp")
@Label("Event Given Up")
@Description("An event that has failed and is not tried again by itself: a dead letter, or its part stops")
final class EventGivenUp extends EventFailed {}

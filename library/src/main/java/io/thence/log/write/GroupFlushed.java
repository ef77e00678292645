// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** For JFR: a group of requests that share one flush. */
@Name("io.thence.GroupFlushed")
@Label("Group Flushed")
@Description("From asking for the flush of a group of appends until it is done")
@Category("Thence")
@StackTrace(false)
@Threshold("20 ms")
final class GroupFlushed extends Event {

    @Label("Requests")
    int requests;

    @Label("Events")
    long events;

    void ended(int answered, long written) {
        if (shouldCommit()) {
            requests = answered;
            events = written;
            commit();
        }
    }
}

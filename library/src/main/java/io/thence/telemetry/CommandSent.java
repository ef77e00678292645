// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** For JFR: a command and its outcome. */
@Name("io.thence.CommandSent")
@Label("Command Sent")
@Description("From the sending of a command to its outcome")
@Category("Thence")
@StackTrace(false)
@Threshold("10 ms")
final class CommandSent extends Event {

    @Label("Command")
    String command = "";

    @Label("Outcome")
    String outcome = "";

    void ended(String type, String came) {
        if (shouldCommit()) {
            command = type;
            outcome = came;
            commit();
        }
    }
}

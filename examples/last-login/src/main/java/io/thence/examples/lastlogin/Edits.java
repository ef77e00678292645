// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.lastlogin;

import io.thence.examples.JsonLines;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.lastlogin.LastLogin.Seen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The edits of a day. Those of one user are sent in their order, all users at the same time. */
final class Edits {

    static final String FILE = "social/wikiticker-2015-09-12-sampled.json.gz";

    private Edits() {}

    /** A line of the file. */
    record Line(Instant time, String channel, String user) {

        /** The user as its events are filed. */
        String who() {
            return channel + "/" + user;
        }
    }

    static List<Line> read() throws IOException {
        return JsonLines.of(FILE).rows(Line.class);
    }

    static void feed(Sender sender) throws IOException {
        var sent = new ArrayList<Sent>();
        for (var line : read()) {
            sent.add(new Sent("edit/" + (sent.size() + 1), line.who(), line.time(),
                    new Seen(line.channel(), line.user(), line.time())));
        }
        sender.expect(sent.size());
        sender.record(sent);
    }
}

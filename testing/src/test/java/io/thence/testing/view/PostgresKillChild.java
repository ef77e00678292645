// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Send;
import io.thence.ThenceException.Behind;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.view.Till.Close;
import io.thence.testing.view.Till.Command;
import io.thence.testing.view.Till.Sell;
import io.thence.view.ViewDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends commands without end, and says which were answered, and how far its tables were when they were asked, until it
 * is killed. Each line ends with a full stop: one that does not was cut.
 */
public final class PostgresKillChild {

    static final int CALLERS = 3;
    static final String OWNER = "killed";

    private static final Instant OPENING = Instant.parse("2010-12-01T08:26:00Z");
    private static final Duration SOON = Duration.ofSeconds(2);

    private PostgresKillChild() {}

    /** Goes on in a directory and at a server's port, each caller with the command of a number. */
    public static void main(String[] arguments) {
        var tills = run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            int first = Integer.parseInt(arguments[2 + caller]);
            Thread.ofPlatform().start(() -> send(tills, number, first));
        }
        Thread.ofPlatform().start(() -> ask(tills));
    }

    static Thence run(Path data, int port) {
        return Thence.run(Till.with(Till.IN_LANES), Engine.at(data)
                .views(ViewDatabases.postgresql(PostgresServer.source(port, "postgres"), OWNER)));
    }

    private static void send(Thence tills, int caller, int first) {
        for (int n = first; ; n++) {
            var id = "c" + caller + "-" + n;
            tills.send(command(caller, n), Send.as(id));
            say("ANSWERED " + id);
        }
    }

    /** The same in every life: what was not answered is sent again. */
    private static Command command(int caller, int n) {
        var till = "t" + (caller + n * 5) % 7;
        return n % 23 == 22 ? new Close(till)
                : new Sell(till, "i" + n % 4, 1 + n * 37 % 1_000, OPENING.plusSeconds(n * 7_919L % 10_000));
    }

    /** While somebody waits, lanes write batch after batch. */
    private static void ask(Thence tills) {
        while (true) {
            long head = tills.store().head().number();
            try {
                tills.query(Till.IN_LANES).upTo(tills.store().head()).within(SOON).list("select 1 as n", row -> 1);
                say("SEEN " + head);
            } catch (Behind e) {
                say("BEHIND " + head);
            }
        }
    }

    private static synchronized void say(String what) {
        System.out.println(what + ".");
        System.out.flush();
    }
}

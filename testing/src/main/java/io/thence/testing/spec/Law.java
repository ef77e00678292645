// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Outcome;
import io.thence.testing.spec.Run.End;
import io.thence.testing.spec.Run.Sent;
import java.util.List;
import java.util.Optional;

/** What must hold of any history of commands. */
interface Law {

    /**
     * A command twice, the second one made anew.
     *
     * @param command what is sent
     * @param copy    an equal one
     */
    record Sending(Object command, Object copy) {}

    /**
     * What a history shows.
     *
     * @param accepted how many commands were accepted
     * @param broken   how it breaks the law, if it does
     */
    record Found(int accepted, Optional<Broken> broken) {}

    /**
     * How a law is broken.
     *
     * @param at       by which command, from 0
     * @param headline what is wrong
     * @param lines    where two things differ
     */
    record Broken(int at, String headline, List<String> lines) {}

    /** Sends the commands to an empty application. */
    Found check(Application application, List<Sending> commands);

    /** Whether a command was accepted. */
    static boolean isAccepted(Sent sent) {
        return sent.end() instanceof End.With(Outcome.Accepted _);
    }
}

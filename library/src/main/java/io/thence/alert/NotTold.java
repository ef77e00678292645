// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Policy;
import io.thence.Policy.Action;
import java.util.ArrayList;

/**
 * A notifier has failed. What its server answers may name whoever is told, so that goes no further: this says which
 * classes were thrown, and where; only a {@link Webhook.Refused} has words that are the library's own. There is one for
 * each thing that a policy does, which is asked of what was thrown.
 */
class NotTold extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int CAUSES_MAX = 5;

    private NotTold(String notifier, Throwable thrown) {
        super("notifier '" + notifier + "' fails: " + classes(thrown));
        setStackTrace(thrown.getStackTrace());
    }

    private static String classes(Throwable thrown) {
        var names = new ArrayList<String>();
        for (var cause = thrown; cause != null && names.size() < CAUSES_MAX; cause = cause.getCause()) {
            var words = cause instanceof Webhook.Refused own ? ": " + own.getMessage() : "";
            names.add(cause.getClass().getName() + words);
        }
        return String.join(", caused by ", names);
    }

    /** It is not tried again. */
    private static final class ForGood extends NotTold {
        private static final long serialVersionUID = 1L;

        ForGood(String notifier, Throwable thrown) {
            super(notifier, thrown);
        }
    }

    /** What tells of the alert begins anew. */
    private static final class Restarting extends NotTold {
        private static final long serialVersionUID = 1L;

        Restarting(String notifier, Throwable thrown) {
            super(notifier, thrown);
        }
    }

    /** Nothing is told any more. */
    private static final class Stopping extends NotTold {
        private static final long serialVersionUID = 1L;

        Stopping(String notifier, Throwable thrown) {
            super(notifier, thrown);
        }
    }

    /** That {@code notifier} has thrown something, of which {@code policy} says what is done. */
    static NotTold of(String notifier, Throwable thrown, Policy policy) {
        return switch (policy.action(thrown)) {
            case RETRY -> new NotTold(notifier, thrown);
            case DEAD_LETTER -> new ForGood(notifier, thrown);
            case RESTART -> new Restarting(notifier, thrown);
            case STOP -> new Stopping(notifier, thrown);
        };
    }

    /** Does of these what {@code policy} does of what was thrown. */
    static Policy heeded(Policy policy) {
        return policy.on(NotTold.class, Action.RETRY).on(ForGood.class, Action.DEAD_LETTER)
                .on(Restarting.class, Action.RESTART).on(Stopping.class, Action.STOP);
    }
}

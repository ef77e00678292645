// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Saga;
import io.thence.ThenceException.BadRequest;
import io.thence.saga.SagaEvent.Ending;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaLog.Said;
import java.time.Instant;
import java.util.List;

/** Makes steps of what the code of a saga says. */
final class Stepping<S> {

    /** So many commands of an instance may be on their way, or accepted and to be undone where that is wished. */
    private static final int ASKED_MAX = 10_000;

    private final SagaPlan<S> plan;
    private final Saga<?, S> saga;

    Stepping(SagaPlan<S> plan) {
        this.plan = plan;
        saga = plan.saga();
    }

    /** Only somebody who says so ends an instance that undoes what it did. */
    private static Status status(Standing standing, Said<?> said) {
        boolean isEnded = said.input() instanceof Input.Told(var end, var _, var _) && end == Ending.END;
        return standing.status() != Status.RUNNING && !isEnded ? standing.status() : switch (said.next().end()) {
            case GOES_ON -> Status.RUNNING;
            case DONE -> Status.DONE;
            case COMPENSATES -> Status.COMPENSATING;
        };
    }

    /** The step that is written down, where the code says {@code said} at {@code now}. */
    Moved moved(String instance, Standing standing, Said<S> said, Instant now) {
        long number = standing.number() + 1;
        var next = said.next();
        var status = status(standing, said);
        var moved = new Moved(saga.name(), saga.key().name(), instance, number, said.input(), plan.text(next.state()),
                next.asks().stream().map(plan::sent).toList(),
                status == Status.RUNNING ? Wishes.after(standing, said, now) : List.of(),
                status);
        int asked = standing.asked().size() + moved.asks().size();
        if (!moved.asks().isEmpty() && asked > ASKED_MAX) {
            throw new BadRequest(instance + " of saga '" + saga.name() + "' would have " + asked + " commands that are"
                    + " on their way or may have to be undone, and " + ASKED_MAX + " is the most: let it end, or ask"
                    + " what need not be undone through an ask without undo(..)");
        }
        boolean isSettled = status == Status.COMPENSATING && standing.isWhole()
                && standing.after(moved, plan::isUndone).asked().isEmpty();
        return isSettled ? moved.with(Status.COMPENSATED) : moved;
    }
}

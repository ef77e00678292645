// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Next;
import io.thence.Origin;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaLog.Said;
import io.thence.saga.SagaLog.Step;
import io.thence.saga.Sending.Came;
import io.thence.saga.Standing.Asked;
import io.thence.store.StoredEvent;
import java.util.Optional;

/**
 * Sends what a step asks, one command after the other, and takes the step on what came of each; and undoes what was
 * accepted, the last first, where the instance compensates. Handled again, it goes on where it was.
 */
final class Asking<S> {

    private final SagaPlan<S> plan;
    private final SagaIds ids;
    private final SagaLog<S> log;
    private final Sending sending;

    Asking(SagaPlan<S> plan, SagaIds ids, SagaLog<S> log, Sending sending) {
        this.plan = plan;
        this.ids = ids;
        this.log = log;
        this.sending = sending;
    }

    /** The instance of one step, and where the commands that it leads to come from. */
    private record At(String instance, Origin origin) {}

    /** An instance has taken a step. */
    void moved(StoredEvent stored, Moved moved) {
        var at = new At(moved.instance(), sending.origin(stored));
        for (int i = 0; i < moved.asks().size(); i++) {
            ask(at, new Asked(moved.number(), i, moved.asks().get(i), false));
        }
        if (moved.status() == Status.COMPENSATING) {
            compensate(at);
        }
    }

    /** Sends a command, unless its instance has ended meanwhile, and takes the step on what came of it. */
    private void ask(At at, Asked asked) {
        if (!log.standing(at.instance()).isOpen(asked.number(), asked.ordinal())) {
            return; // what came of it is a step already
        }
        var step = new Step(ids.onAnswer(at.instance(), asked.number(), asked.ordinal()), at.instance(), at.origin());
        var id = ids.ask(at.instance(), asked.number(), asked.ordinal());
        boolean isSent = log.standing(at.instance()).isRunning() || sending.isDecided(id);
        var came = isSent ? Optional.of(sending.send(plan.command(asked.sent()),
                Send.as(id.text()).from(at.origin()).remember())) : Optional.<Came>empty();
        log.take(step, standing -> Optional.of(came.map(outcome -> answer(standing, asked, outcome))
                .orElseGet(() -> said(standing, new Input.Withdrawn(asked.sent().what(), asked.number(),
                        asked.ordinal())))));
    }

    private Said<S> answer(Standing standing, Asked asked, Came came) {
        var sent = asked.sent();
        return switch (came) {
            case Came.Accepted(var events) -> {
                var input = new Input.Accepted(sent.what(), asked.number(), asked.ordinal(), events.size());
                yield standing.isRunning() ? new Said<>(input, plan.accepted(sent, plan.state(standing), events))
                        : said(standing, input);
            }
            case Came.Refused(var refusal) -> {
                var input = new Input.Refused(sent.what(), asked.number(), asked.ordinal(), refusal.reason());
                yield standing.isRunning() ? new Said<>(input, plan.refused(sent, plan.state(standing), refusal))
                        : said(standing, input);
            }
        };
    }

    /** The code is not asked, and the state stays. */
    private Said<S> said(Standing standing, Input input) {
        return new Said<>(input, Next.state(plan.state(standing)));
    }

    /** Undoes what is left to undo. What has no answer was passed over when it failed: it is not sent any more. */
    private void compensate(At at) {
        var before = Standing.NONE;
        while (true) {
            var standing = log.standing(at.instance());
            if (standing.status() != Status.COMPENSATING) {
                return;
            }
            if (standing.equals(before) || !standing.isWhole()) {
                throw new BadRequest("a step of " + at.instance() + " was taken and is not in the log any more, so it"
                        + " cannot be undone to its end: undo by hand what it did, discard this, and let steps be"
                        + " retained for longer than instances live");
            }
            before = standing;
            var open = standing.asked().stream().filter(one -> !one.isAccepted()).findFirst();
            if (open.isPresent()) {
                ask(at, open.get());
            } else {
                undo(at, standing, standing.asked().getLast());
            }
        }
    }

    private void undo(At at, Standing standing, Asked asked) {
        var id = ids.undo(at.instance(), asked.number(), asked.ordinal());
        var command = plan.undoing(plan.state(standing), asked.sent());
        if (sending.send(command, Send.as(id.text()).from(at.origin())) instanceof Came.Refused(var refusal)) {
            throw new UndoRefused("what undoes ask '" + asked.sent().what() + "' of " + at.instance() + " is refused ("
                    + refusal.reason() + "): mend why, and retry this; until then the instance stays as it is");
        }
        var step = new Step(ids.onUndone(at.instance(), asked.number(), asked.ordinal()), at.instance(), at.origin());
        log.take(step, now -> Optional.of(said(now, new Input.Undone(asked.sent().what(), asked.number(),
                asked.ordinal()))));
    }

    /** What was accepted cannot be undone. */
    static final class UndoRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UndoRefused(String message) {
            super(message);
        }
    }
}

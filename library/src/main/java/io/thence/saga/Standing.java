// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How an instance stands after its steps.
 *
 * @param number   of the last step; 0 before the first
 * @param status   whether it goes on
 * @param state    as JSON; empty before the first step
 * @param asked    what was asked and has no answer yet, or was accepted and may be undone, in its order
 * @param wakes    the wakes that it wants
 * @param isWhole  whether all its steps are in this; else some are in the log no more
 */
record Standing(long number, Status status, String state, List<Asked> asked, List<Armed> wakes, boolean isWhole) {

    /** Before the first step. */
    static final Standing NONE = new Standing(0, Status.RUNNING, "", List.of(), List.of(), true);

    /** After the last step of one whose steps are all in the log no more: an instance lives once. */
    static final Standing GONE = new Standing(Long.MAX_VALUE, Status.DONE, "", List.of(), List.of(), false);

    Standing {
        asked = List.copyOf(asked);
        wakes = List.copyOf(wakes);
    }

    /**
     * A command that was asked.
     *
     * @param number     of the step that asked it
     * @param ordinal    the so many-th of that step, from 0
     * @param isAccepted whether it was accepted; else it has no answer yet
     */
    record Asked(long number, int ordinal, Sent sent, boolean isAccepted) {

        private boolean is(long step, int place) {
            return number == step && ordinal == place;
        }
    }

    /** Whether there is an instance that goes on. */
    boolean isRunning() {
        return number > 0 && status == Status.RUNNING;
    }

    /** Whether there is an instance that has not come to its end. */
    boolean isUnfinished() {
        return number > 0 && !status.isEnd();
    }

    /** Whether it waits for a wake that step {@code armed} wished for. */
    boolean isWaitingFor(String wake, long armed) {
        return isRunning() && wakes.stream().anyMatch(one -> one.wake().equals(wake) && one.armed() == armed);
    }

    /** Whether the command that step {@code step} asked as its so many-th has no answer yet. */
    boolean isOpen(long step, int ordinal) {
        return asked.stream().anyMatch(one -> one.is(step, ordinal) && !one.isAccepted());
    }

    /** How it stands after {@code moved}; {@code isUndone} says whether a command is undone where that is wished. */
    Standing after(Moved moved, Predicate<Sent> isUndone) {
        var next = new ArrayList<Asked>();
        for (var one : asked) {
            after(moved.input(), one).filter(left -> !left.isAccepted() || isUndone.test(left.sent()))
                    .ifPresent(next::add);
        }
        for (int i = 0; i < moved.asks().size(); i++) {
            next.add(new Asked(moved.number(), i, moved.asks().get(i), false));
        }
        return new Standing(moved.number(), moved.status(), moved.state(), next, moved.wakes(),
                isWhole && moved.number() == number + 1);
    }

    private static Optional<Asked> after(Input input, Asked one) {
        return switch (input) {
            case Input.Accepted(var _, long step, int place, var _) when one.is(step, place) ->
                Optional.of(new Asked(step, place, one.sent(), true));
            case Input.Refused(var _, long step, int place, var _) when one.is(step, place) -> Optional.empty();
            case Input.Withdrawn(var _, long step, int place) when one.is(step, place) -> Optional.empty();
            case Input.Undone(var _, long step, int place) when one.is(step, place) -> Optional.empty();
            default -> Optional.of(one);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Outcome;
import io.thence.Send;
import io.thence.testing.spec.Spec.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a test as they went.
 *
 * @param told what was done, a line each
 * @param sent what became of the last command
 */
record Run(List<String> told, Optional<Sent> sent) {

    private static final int TOLD_MAX = 12;
    private static final int LINE_MAX = 160;

    /**
     * A command as it went.
     *
     * @param command what was sent
     * @param events  what was appended, as it is read back
     * @param decided what the decider read and answered; empty if it was not asked, or broke
     * @param end     how it ended
     */
    record Sent(Object command, List<?> events, Optional<Watched> decided, End end) {}

    /** How a command ended. */
    sealed interface End {
        /** With an outcome. */
        record With(Outcome outcome) implements End {}

        /** By an exception. */
        record Broken(RuntimeException exception) implements End {}
    }

    /** Goes through the steps. */
    static Run of(List<Step> steps, Sandbox sandbox) {
        var told = new ArrayList<String>();
        Optional<Sent> last = Optional.empty();
        for (var step : steps) {
            last.ifPresent(before -> told.set(told.size() - 1, told.getLast() + ": " + ended(before)));
            last = Optional.empty();
            switch (step) {
                case Step.Given(var events) -> {
                    sandbox.happen(events);
                    events.forEach(event -> told.add("given   " + Shown.of(event)));
                }
                case Step.History(var file) ->
                    told.add("given   " + History.of(file).replay(sandbox) + " events of " + file.getFileName());
                case Step.At(var time) -> {
                    sandbox.at(time);
                    told.add("at      " + time);
                }
                case Step.When(var command, var how) -> {
                    last = Optional.of(send(command, how, sandbox));
                    told.add("sent    " + Shown.of(command)
                            + how.id().map(id -> " as " + Shown.of(id.text())).orElse(""));
                }
            }
        }
        return new Run(told, last);
    }

    /** Sends a command. */
    static Sent send(Object command, Send how, Sandbox sandbox) {
        var before = sandbox.head();
        try {
            var outcome = sandbox.send(command, how);
            return new Sent(command, sandbox.events(before), sandbox.decided(), new End.With(outcome));
        } catch (RuntimeException e) {
            return new Sent(command, List.of(), sandbox.decided(), new End.Broken(e));
        }
    }

    /** How a command ended, in words. */
    static String ended(Sent sent) {
        return switch (sent.end()) {
            case End.Broken(var exception) -> "it threw " + exception;
            case End.With(Outcome.Accepted accepted) when accepted.repeated() -> "known by its id, nothing was done";
            case End.With(Outcome.Accepted _) -> "accepted with " + counted(sent.events().size());
            case End.With(Outcome.Refused refused) ->
                "refused" + (refused.repeated() ? " as at first" : "") + ": " + refused.refusal().reason();
            case End.With(Outcome.IdReused reused) ->
                "its id " + Shown.of(reused.id().text()) + " belongs to a command with other content";
            case End.With(Outcome.Conflicted _) -> "what it read changed each time that it was decided";
        };
    }

    /** So many events. */
    static String counted(int events) {
        return events == 0 ? "no events" : events == 1 ? "1 event" : events + " events";
    }

    /** What was done and what was read, a line each: the last of it, where it is much. */
    List<String> context() {
        var lines = new ArrayList<>(told);
        sent.flatMap(Sent::decided).ifPresent(decided -> decided.reads()
                .forEach(read -> lines.add("read    " + read.where() + ": " + Shown.of(read.state()))));
        int hidden = Math.max(0, lines.size() - TOLD_MAX);
        var shown = new ArrayList<String>();
        if (hidden > 0) {
            shown.add("… " + hidden + " lines before");
        }
        lines.subList(hidden, lines.size()).forEach(line -> shown.add(Cut.end(line, LINE_MAX)));
        return shown;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Decision;
import io.thence.Outcome;
import io.thence.Refusal;
import io.thence.testing.spec.Run.End;
import io.thence.testing.spec.Run.Sent;
import java.util.List;

/** Whether a command ended as a test says. */
record Verdict(Run run, Sent sent) {

    static Verdict of(Run run) {
        return new Verdict(run, run.sent().orElseThrow());
    }

    /** Accepted, with these events. */
    void events(List<?> expected) {
        if (!(sent.end() instanceof End.With(Outcome.Accepted accepted)) || accepted.repeated()) {
            throw failed(expected, Run.ended(sent) + ", expected " + Run.counted(expected.size()));
        }
        if (!Shown.isSame(expected, sent.events()) && !Comparison.ofEvents(expected, sent.events()).isSame()) {
            boolean asDecided = sent.decided().map(Watched::decision)
                    .filter(decision -> decision instanceof Decision.Accept<?>(var events)
                            && Comparison.ofEvents(expected, events).isSame())
                    .isPresent();
            throw failed(expected, asDecided
                    ? "decided as expected, but read back from the log it is something else"
                    : "not the events expected: " + Comparison.count(expected, sent.events()));
        }
    }

    /** Accepted, without events. */
    void nothing() {
        events(List.of());
    }

    /** Refused, for this reason. */
    void refused(Object why) {
        if (!(sent.end() instanceof End.With(Outcome.Refused refused))) {
            throw failed(List.of(), Run.ended(sent) + ", expected a refusal: "
                    + (why instanceof String reason ? reason : Shown.of(why)));
        }
        var actual = why instanceof Refusal ? refused.refusal()
                : refused.refusal() instanceof Refusal.Decided(var value) ? value : refused.refusal().reason();
        if (!Shown.isSame(why, actual)) {
            throw failure("refused for another reason", Comparison.ofValues("refusal", why, actual).text());
        }
    }

    /** Known by its id. */
    void repeated() {
        boolean isRepeated = switch (sent.end()) {
            case End.With(Outcome.Accepted accepted) -> accepted.repeated();
            case End.With(Outcome.Refused refused) -> refused.repeated();
            default -> false;
        };
        if (!isRepeated) {
            throw failed(List.of(), Run.ended(sent) + ", expected that it was known by its id");
        }
    }

    private AssertionError failed(List<?> expected, String what) {
        boolean isCompared = !expected.isEmpty() || !sent.events().isEmpty();
        return failure(what, isCompared ? Comparison.ofEvents(expected, sent.events()).text() : List.of());
    }

    private AssertionError failure(String what, List<String> lines) {
        var failure = Failure.of(sent.command().getClass().getSimpleName() + ": " + what, lines, run);
        if (sent.end() instanceof End.Broken(var exception)) {
            failure.initCause(exception);
        }
        return failure;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Decision;
import io.thence.Fold;
import io.thence.Send;
import io.thence.testing.spec.Run.End;
import io.thence.testing.spec.Run.Sent;
import io.thence.testing.spec.Watched.Read;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Events fold to what was decided. Of each state that a decider read there are three, which are one: what it read with
 * the events on top that it decided, as it decided them; what the command path has at hand; and what the log gives,
 * folded from its beginning.
 */
final class FoldLaw implements Law {

    @Override
    public Found check(Application application, List<Sending> commands) {
        int accepted = 0;
        var byHand = new ByHand(application);
        var seen = new LinkedHashMap<Place, Read<?, ?>>();
        try (var sandbox = Sandbox.open(application)) {
            for (int i = 0; i < commands.size(); i++) {
                var sent = Run.send(commands.get(i).command(), Send.ONCE, sandbox);
                accepted += Law.isAccepted(sent) ? 1 : 0;
                var reads = sent.decided().map(Watched::reads).orElse(List.of());
                reads.forEach(read -> seen.put(new Place(read.fold(), read.key()), read));
                var wrong = unstored(sent).or(() -> reads.stream()
                        .flatMap(read -> differs(read, events(sent), byHand, sandbox).stream()).findFirst());
                if (wrong.isPresent()) {
                    return new Found(accepted, Optional.of(wrong.get().at(i)));
                }
            }
            return new Found(accepted, seen.values().stream().flatMap(read -> isCold(read, sandbox).stream())
                    .findFirst().map(wrong -> wrong.at(commands.size() - 1)));
        }
    }

    /** A state that was read before. */
    private record Place(Fold<?, ?> fold, Object key) {}

    /** What is wrong, and where two states differ. */
    private record Wrong(String what, List<String> lines) {
        Broken at(int command) {
            return new Broken(command, what, lines);
        }
    }

    /** A decider may throw on what makes no sense; but what it decides can be stored. */
    private static Optional<Wrong> unstored(Sent sent) {
        return sent.end() instanceof End.Broken(var exception) && sent.decided().isPresent()
                ? Optional.of(unstored(exception, events(sent))) : Optional.empty();
    }

    private static Wrong unstored(RuntimeException exception, List<?> events) {
        return new Wrong("what was decided cannot be stored and folded: " + exception,
                List.of("    decided  " + Shown.of(events)));
    }

    private static List<?> events(Sent sent) {
        return sent.decided().<List<?>>map(decided ->
                decided.decision() instanceof Decision.Accept<?>(var events) ? events : List.of()).orElse(List.of());
    }

    private static <K, S> Optional<Wrong> differs(
            Read<K, S> read, List<?> events, ByHand byHand, Sandbox sandbox) {
        try {
            var decided = byHand.folded(read.fold(), read.key(), read.state(), events);
            var cold = sandbox.cold(read.fold(), read.key());
            return Shown.isSame(decided, cold) ? isCold(read, sandbox)
                    : Optional.of(new Wrong(read.where() + ": the log folds to something else than was decided",
                            Comparison.ofValues("state", decided, cold).named("decided", "from the log").text()));
        } catch (RuntimeException e) {
            return Optional.of(unstored(e, events));
        }
    }

    private static <K, S> Optional<Wrong> isCold(Read<K, S> read, Sandbox sandbox) {
        var hot = sandbox.state(read.fold(), read.key());
        var cold = sandbox.cold(read.fold(), read.key());
        return Shown.isSame(hot, cold) ? Optional.empty()
                : Optional.of(new Wrong(read.where() + ": the state at hand is not what the log folds to",
                        Comparison.ofValues("state", hot, cold).named("at hand", "from the log").text()));
    }
}

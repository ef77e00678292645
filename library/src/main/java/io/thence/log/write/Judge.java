// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.index.Posting;
import io.thence.log.segment.Place;
import io.thence.log.state.LogState;
import io.thence.log.state.TermLists;
import io.thence.log.write.Question.Asked;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.Remembered;
import io.thence.store.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Says whether a batch may be appended after everything that is in the log and before it in its group. The command id
 * comes first: a repeat is answered with the first outcome, whatever its condition says now.
 */
final class Judge {

    private final LogState state;
    private final Outcomes outcomes;
    private final LongFunction<Position> position;
    private final LongSupplier removals;

    /** Where the outcomes of commands are found. */
    @FunctionalInterface
    interface Outcomes {
        /** What became of the command whose batch is at {@code place}; empty if that is forgotten. */
        Optional<Remembered> at(Place place);
    }

    /** {@code removals} tells the highest position that was ever removed: an older condition may miss a conflict. */
    Judge(LogState state, Outcomes outcomes, LongFunction<Position> position, LongSupplier removals) {
        this.state = state;
        this.removals = removals;
        this.outcomes = outcomes;
        this.position = position;
    }

    /** Why it may not be appended, or what it came to before; empty if it may. */
    Optional<Appended> objection(AppendRequest request) {
        var append = request.append;
        return request.question.command().flatMap(asked -> known(append.command().orElseThrow(), asked))
                .or(() -> violated(append.condition(), request.question))
                .or(() -> tombstoned(append, request.question))
                .or(() -> fenced(append));
    }

    private Optional<Appended> tombstoned(Append append, Question question) {
        var tombstone = state.types().known(Truncation.TOMBSTONED);
        if (tombstone.isEmpty()) {
            return Optional.empty();
        }
        int at = 0;
        for (var event : append.events()) {
            for (var key : event.keys()) {
                var asked = question.key(at++, key, state);
                long last = state.index().last(asked.print(), asked.older());
                if (last != Posting.NONE && Posting.type(last) == tombstone.getAsInt()) {
                    return Optional.of(new Appended.Tombstoned(key, position.apply(Posting.position(last))));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Appended> known(Command command, Asked asked) {
        long place = state.index().last(asked.print(), asked.older());
        if (place == Posting.NONE) {
            return Optional.empty();
        }
        return outcomes.at(Place.of(place)).map(first -> first.command().hash().equals(command.hash())
                ? new Appended.Repeated(first) : new Appended.IdReused(first));
    }

    private Optional<Appended> violated(Condition condition, Question question) {
        return switch (condition) {
            case Condition.None() -> Optional.empty();
            case Condition.Revision(KeyValue key, long revision) -> violated(key, revision, question);
            case Condition.NothingNew(_, var after) -> {
                long removed = removals.getAsLong();
                if (after.number() < removed) {
                    yield Optional.of(new Appended.Conflict(List.of(), position.apply(removed)));
                }
                for (var term : question.terms()) {
                    long match = matchAfter(term, after.number());
                    if (match != Posting.NONE) {
                        yield Optional.of(new Appended.Conflict(term.term().keys(), position.apply(match)));
                    }
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Appended> violated(KeyValue key, long revision, Question question) {
        var asked = question.stream().orElseThrow();
        if (state.index().size(asked.print(), asked.older()) == revision) {
            return Optional.empty();
        }
        long last = state.index().last(asked.print(), asked.older());
        return Optional.of(new Appended.Conflict(List.of(key),
                position.apply(last == Posting.NONE ? 0 : Posting.position(last))));
    }

    /** The last position after {@code after} that a term matches; {@link Posting#NONE} if there is none. */
    private long matchAfter(TermLists term, long after) {
        long limit = Posting.last(after);
        for (var key : term.keys()) {
            if (state.index().lastAfter(key, limit) == Posting.NONE) {
                return Posting.NONE;
            }
        }
        long best = Posting.NONE;
        for (var walk : term.walks(state, limit, 0)) {
            best = Math.max(best, walk.before(state.next(), after));
        }
        return best;
    }

    private Optional<Appended> fenced(Append append) {
        for (var word : append.finished()) {
            var checkpoint = state.checkpoint(word.consumer());
            if (!checkpoint.admits(word)) {
                return Optional.of(new Appended.Fenced(word, checkpoint));
            }
        }
        return Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.log.LogState.CommandEntry;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.Remembered;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a batch may be appended after everything that is in the log and before it in its group. The command id
 * comes first: a repeat is answered with the first outcome, whatever its condition says now.
 */
final class Judge {

    private final LogState state;
    private final Lineage lineage;

    Judge(LogState state, Lineage lineage) {
        this.state = state;
        this.lineage = lineage;
    }

    /** Why it may not be appended, or what it came to before; empty if it may. */
    Optional<Appended> objection(Append append) {
        return append.command().flatMap(this::known)
                .or(() -> violated(append.condition()))
                .or(() -> fenced(append));
    }

    private Optional<Appended> known(Command command) {
        return state.command(command.id()).map(entry -> {
            var first = remembered(command, entry);
            return entry.hash().equals(command.hash()) ? new Appended.Repeated(first) : new Appended.IdReused(first);
        });
    }

    Remembered remembered(Command command, CommandEntry entry) {
        return new Remembered(new Command(command.id(), entry.hash()), position(entry.first()), position(entry.last()),
                entry.count(), entry.refused());
    }

    private Position position(long number) {
        return new Position(lineage, number);
    }

    private Optional<Appended> violated(Condition condition) {
        return switch (condition) {
            case Condition.None() -> Optional.empty();
            case Condition.Revision(KeyValue key, long revision) -> {
                var list = state.index.key(key);
                yield list.size() == revision ? Optional.empty()
                        : Optional.of(new Appended.Conflict(List.of(key),
                                position(list.size() == 0 ? 0 : list.position(list.size() - 1))));
            }
            case Condition.NothingNew(var query, var after) -> {
                for (var term : query.terms()) {
                    var match = state.index.matchAfter(term, after.number());
                    if (match.isPresent()) {
                        yield Optional.of(new Appended.Conflict(term.keys(), position(match.getAsLong())));
                    }
                }
                yield Optional.empty();
            }
        };
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

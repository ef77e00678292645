// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.KeyValue;
import io.thence.index.ListKind;
import io.thence.index.Older;
import io.thence.index.Print;
import io.thence.log.frame.Filed;
import io.thence.log.state.LogState;
import io.thence.log.state.TermLists;
import io.thence.store.Append;
import io.thence.store.Condition;
import io.thence.store.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the writer will have to look up for a batch, with what its caller found in the files of the index: so the writer
 * looks in memory only.
 *
 * @param command the list of its command
 * @param stream  the list whose length it depends on
 * @param terms   what must not have come; in the order of the condition's terms
 * @param keys    the lists of all keys of its events, in their order; empty as long as no key has a tombstone
 */
record Question(Optional<Asked> command, Optional<Asked> stream, List<TermLists> terms, List<Asked> keys) {

    /** A list, and what was found of it. */
    record Asked(Print print, Optional<Older> older) {
        static Asked of(Print print, LogState state) {
            return new Asked(print, Optional.of(state.index().older(print)));
        }
    }

    static Question of(Append append, Filed filed, LogState state) {
        var command = append.command().map(known -> Asked.of(state.print(known.id()), state));
        var keys = keys(filed, state);
        return switch (append.condition()) {
            case Condition.None() -> new Question(command, Optional.empty(), List.of(), keys);
            case Condition.Revision(var key, _) -> new Question(command,
                    Optional.of(Asked.of(print(key, append, filed, state), state)), List.of(), keys);
            case Condition.NothingNew(var query, _) -> new Question(command, Optional.empty(),
                    query.terms().stream().map(term -> TermLists.of(term, state.index().fingerprint())).toList(), keys);
        };
    }

    private static List<Asked> keys(Filed filed, LogState state) {
        if (state.types().known(Truncation.TOMBSTONED).isEmpty()) {
            return List.of();
        }
        var prints = filed.prints();
        return IntStream.range(0, prints.size()).filter(at -> prints.isOf(at, ListKind.KEY))
                .mapToObj(at -> Asked.of(new Print(prints.high(at), prints.low(at)), state)).toList();
    }

    /** The list of the {@code at}th key of its events, which is {@code key}. */
    Asked key(int at, KeyValue key, LogState state) {
        return keys.isEmpty() // the first tombstone came after the caller had looked
                ? new Asked(state.index().fingerprint().of(ListKind.KEY, key.key(), key.value()), Optional.empty())
                : keys.get(at);
    }

    /** Has the index keep what was found of the stream's list, which has grown by now. */
    void note(LogState state) {
        stream.ifPresent(asked -> asked.older().ifPresent(seen -> state.index().note(asked.print(), seen)));
    }

    /** The list of a key: mostly one under which the batch itself is filed. */
    private static Print print(KeyValue key, Append append, Filed filed, LogState state) {
        int at = append.events().isEmpty() ? -1 : append.events().getFirst().keys().indexOf(key);
        return at >= 0 ? filed.keyOfFirst(at) : state.index().fingerprint().of(ListKind.KEY, key.key(), key.value());
    }
}

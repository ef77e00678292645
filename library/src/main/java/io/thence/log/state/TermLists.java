// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.KeyValue;
import io.thence.index.Fingerprint;
import io.thence.index.ListKind;
import io.thence.index.Print;
import io.thence.store.Query.Term;
import io.thence.store.Truncation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The lists that a term is about.
 *
 * @param term the term
 * @param keys lists that an event must be in, all of them; none for a term without keys
 */
public record TermLists(Term term, List<Print> keys) {

    public static TermLists of(Term term, Fingerprint fingerprint) {
        return new TermLists(term, term.keys().stream().map(key -> print(key, fingerprint)).toList());
    }

    private static Print print(KeyValue key, Fingerprint fingerprint) {
        return key.key().equals(KeyValue.CORRELATION) ? fingerprint.of(ListKind.CORRELATION, key.value())
                : fingerprint.of(ListKind.KEY, key.key(), key.value());
    }

    /**
     * Walks that find, together, each event that the term matches from position {@code floor} on; entries at {@code
     * limit} or below are left out.
     */
    public List<Walk> walks(LogState state, long limit, long floor) {
        if (!keys.isEmpty()) {
            return List.of(new Walk(keys.stream().map(key -> state.index().cursor(key, limit)).toList(), wanted(state),
                    floor));
        }
        var names = term.types().isEmpty() ? state.types().names() : List.copyOf(term.types());
        var walks = new ArrayList<Walk>();
        for (var name : names) {
            var type = state.index().fingerprint().of(ListKind.TYPE, name);
            walks.add(new Walk(List.of(state.index().cursor(type, limit)), Optional.empty(), 0));
        }
        return walks;
    }

    /** The least position that a reader by these keys is shown if it sees up to {@code head}. */
    public long floor(LogState state, long head) {
        return keys.stream().mapToLong(key -> state.index().floor(key, head)).max().orElse(0);
    }

    private Optional<BitSet> wanted(LogState state) {
        if (term.types().isEmpty()) {
            return Optional.empty();
        }
        var wanted = new BitSet();
        term.types().forEach(type -> state.types().known(type).ifPresent(wanted::set));
        state.types().known(Truncation.TRUNCATED).ifPresent(wanted::set);
        state.types().known(Truncation.TOMBSTONED).ifPresent(wanted::set);
        return Optional.of(wanted);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.index.ListKind;
import io.thence.index.Posting;
import io.thence.index.Print;
import io.thence.log.state.Durable;
import io.thence.log.state.LogState;
import java.util.function.Supplier;

/** What is not wanted any more by what durable events say: floors of keys, and how long the lists of keys are. */
final class IndexRemoval implements Removal {

    private final LogState state;
    private final Supplier<Durable> durable;
    private final Wanted wanted;

    IndexRemoval(LogState state, Supplier<Durable> durable, Wanted wanted) {
        this.state = state;
        this.durable = durable;
        this.wanted = wanted;
    }

    private Print print(KeyValue key) {
        return state.index().fingerprint().of(ListKind.KEY, key.key(), key.value());
    }

    @Override
    public long floor(KeyValue key) {
        return state.index().floor(print(key), durable.get().head());
    }

    @Override
    public Wanted wanted() {
        return wanted;
    }

    @Override
    public long after(KeyValue key, long position) {
        var print = print(key);
        return state.index().upTo(print, Posting.last(durable.get().head()))
                - state.index().upTo(print, Posting.last(position));
    }
}

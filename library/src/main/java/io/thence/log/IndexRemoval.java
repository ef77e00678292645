// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.index.InvertedIndex;
import io.thence.index.ListKind;
import io.thence.index.Posting;
import io.thence.index.Print;

/**
 * What the index knows of floors and of the order of events under a key.
 *
 * @param index the index
 */
record IndexRemoval(InvertedIndex index) implements Removal {

    private static final long LAST = Posting.last(Posting.position(Long.MAX_VALUE));

    private Print print(KeyValue key) {
        return index.fingerprint().of(ListKind.KEY, key.key(), key.value());
    }

    @Override
    public long floor(KeyValue key) {
        return index.floor(print(key));
    }

    @Override
    public long after(KeyValue key, long position) {
        var print = print(key);
        return index.upTo(print, LAST) - index.upTo(print, Posting.last(position));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.bytes.ByteWriter;
import java.util.UUID;

/**
 * Makes the fingerprints of one log: keyed by its id, so that nobody who only chooses names can make two of them meet.
 * By chance two of a billion names meet in one of 10^19 logs.
 *
 * @param log the id of the log
 */
public record Fingerprint(UUID log) {

    /** The fingerprint of a name that has one part, or two for a key's value. */
    public Print of(ListKind kind, String... parts) {
        var name = new ByteWriter(64);
        for (var part : parts) {
            name.text(part);
        }
        var prints = prints(1);
        prints.add(kind, name.toArray(), 0, name.length());
        return new Print(prints.high(0), prints.low(0));
    }

    /** An empty list of fingerprints with room for about {@code expected}. */
    public Prints prints(int expected) {
        return new Prints(new SipHash(log.getMostSignificantBits(), log.getLeastSignificantBits()), expected);
    }
}

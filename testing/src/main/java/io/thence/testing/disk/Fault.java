// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import java.util.EnumSet;
import java.util.Set;

/** What can go wrong with one call of a {@link FaultyDisk}. The call after it is as good as ever. */
public enum Fault {
    /** It fails and says so. Of what a failed flush should have saved, some is lost for good. */
    FAILS(EnumSet.complementOf(EnumSet.of(Call.LOCK))),
    /** There is no room for it, which is said. */
    FULL(EnumSet.of(Call.CREATE, Call.WRITE, Call.ALLOCATE)),
    /** Some of the bytes are written, and then it fails and says so. */
    TORN(EnumSet.of(Call.WRITE)),
    /** It gives fewer bytes than there are. */
    SHORT(EnumSet.of(Call.READ)),
    /** It says that all is flushed, and nothing is: a lie. */
    LIES(EnumSet.of(Call.FLUSH, Call.FLUSH_FOLDER)),
    /** The bytes go to another place of this file or of another one, and nothing is said. */
    MISDIRECTED(EnumSet.of(Call.WRITE)),
    /** One bit of the bytes is wrong on the disk from then on, and nothing is said. */
    ROTTEN(EnumSet.of(Call.WRITE));

    private final Set<Call> calls;

    Fault(Set<Call> calls) {
        this.calls = calls;
    }

    /** Whether a call can go wrong in this way. */
    public boolean fits(Call call) {
        return calls.contains(call);
    }

    /** Whether nobody is told: what was acknowledged may be lost. */
    public boolean isSilent() {
        return this == LIES || this == MISDIRECTED || this == ROTTEN;
    }
}

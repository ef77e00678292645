// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.store.EventStore;
import io.thence.testing.disk.FlushGate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A store that does nothing. For {@link ContractBitesTest}, which runs it by itself. */
class NoopFixture extends EventStoreContract {

    @Override
    protected EventStore open() {
        return new NoopStore();
    }

    @Override
    protected EventStore reopen(EventStore store) {
        return new NoopStore();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.noneOf(Capability.class);
    }

    @Override
    protected Duration patience() {
        return Duration.ofMillis(50);
    }

    /** The same, boasting. */
    static final class Boasting extends NoopFixture {

        @Override
        protected Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }

        @Override
        protected FlushGate flushes() {
            return new FlushGate() {
                @Override
                public void hold() {}

                @Override
                public void awaitHeld() {}

                @Override
                public void release() {}
            };
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.store.EventStore;
import io.thence.testing.disk.FlushGate;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link EventStore} owes. An adapter extends this class, says how its store is opened, and declares what it
 * can do; the suite asserts what is owed either way and skips nothing.
 *
 * <p>Asserted: the four laws; atomic batches; conditions by revision and by query; command ids; consumers' checkpoints;
 * reads by stream, query and position both ways; subscriptions from history to live; that all of it survives a
 * reopening; what is refused, and that a refusal writes nothing.
 *
 * <p>Not asserted, on purpose:
 *
 * <ul>
 *   <li><i>Numbers of positions</i>, but that they ascend: only a store that declares
 *       {@link Capability#DENSE_POSITIONS} leaves no gaps.
 *   <li><i>Which of several matches a conflict names</i>: any that is true helps its reader as much.
 *   <li><i>How many events a poll gives</i> below its limits: an adapter may stop at the edge of its page.
 *   <li><i>That a poll which stops at its limit knows whether it has caught up</i>: the next one says so.
 *   <li><i>Reads after closing</i>: what a reader has in its buffer it may still give out.
 *   <li><i>Repeated keys of one event</i> and changes to arrays that were handed over: the caller promised neither.
 *   <li><i>Loss of power</i>: no port can cause it. The engine's own tests do, with a disk that forgets.
 *   <li><i>Speed</i>.
 * </ul>
 *
 * <p>Each test has an instance of the adapter's class to itself.
 */
public abstract class EventStoreContract {

    /** A new store with nothing in it. */
    protected abstract EventStore open();

    /** Closes {@code store}, and opens what it has left as the next process would. */
    protected abstract EventStore reopen(EventStore store);

    /** What the store can do. */
    protected abstract Set<Capability> capabilities();

    /** The gate of a store that declares {@link Capability#HELD_FLUSHES}. */
    protected FlushGate flushes() {
        throw new IllegalStateException("a store that declares HELD_FLUSHES has a gate: override flushes()");
    }

    /** How long a test waits for what must come, before it fails. */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    /** Closes {@code store} for good, whatever state the test has left it in. */
    protected void release(EventStore store) {
        store.close();
    }

    @Nested
    class Appending extends AppendingTopic {
        Appending() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Fields extends FieldsTopic {
        Fields() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Reading extends ReadingTopic {
        Reading() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Revisions extends RevisionsTopic {
        Revisions() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Boundaries extends BoundariesTopic {
        Boundaries() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class CommandIds extends CommandIdsTopic {
        CommandIds() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class TogetherAppended extends TogetherTopic {
        TogetherAppended() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Consumers extends ConsumersTopic {
        Consumers() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Subscriptions extends SubscriptionsTopic {
        Subscriptions() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Durability extends DurabilityTopic {
        Durability() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Lives extends LivesTopic {
        Lives() {
            super(EventStoreContract.this);
        }
    }
}

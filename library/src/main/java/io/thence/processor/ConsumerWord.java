// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Origin;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Appended.Committed;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a consumer writes down of how far it is, in one append with what it says beside that, under a token of its own:
 * once another one has taken the consumer over, nothing of it is heard any more. For one thread.
 */
public final class ConsumerWord {

    private final EventStore store;
    private final Writer writer;
    private final long token;
    private Checkpoint written;

    /**
     * Who writes.
     *
     * @param consumer the name of the checkpoint
     * @param who      the consumer, for messages
     * @param origin   where what it says comes from
     */
    public record Writer(String consumer, String who, Origin origin) {}

    private ConsumerWord(EventStore store, Writer writer, Checkpoint written) {
        this.store = store;
        this.writer = writer;
        this.written = written;
        token = written.token();
    }

    /**
     * From here on nobody with an older token is heard.
     *
     * @param begin number of the position up to which nothing is of interest, where it has never run
     */
    public static ConsumerWord takeOver(EventStore store, Writer writer, LongSupplier begin) {
        while (true) { // each refusal is another one's taking over
            var before = store.checkpoint(writer.consumer());
            long from = before.token() == 0 ? begin.getAsLong() : before.upTo();
            var word = new Finished(writer.consumer(), before.token() + 1, from, before.open());
            try {
                if (store.append(Append.finished(List.of(word))) instanceof Committed) {
                    return new ConsumerWord(store, writer, before.with(word));
                }
            } catch (DiskFull _) {
                return new ConsumerWord(store, writer, before.with(word)); // its first word that is written will do
            }
        }
    }

    /** How far it is, as it has written down last. */
    public Checkpoint written() {
        return written;
    }

    /** The word that it is so far, but for what is left open; empty where that is nothing new. */
    public Optional<Finished> of(long upTo, List<Long> open) {
        return Optional.of(new Finished(writer.consumer(), token, upTo, open)).filter(written::admits);
    }

    /**
     * Appends events and a word, or neither; where the events are, unless the store has refused them.
     *
     * @throws PartStopped if another one has taken the consumer over
     */
    public Optional<Committed> append(List<NewEvent> events, Optional<Finished> word) {
        var now = store.checkpoint(writer.consumer());
        if (now.token() > token) {
            throw elsewhere(now);
        }
        var answer = store.append(new Append(events, Condition.NONE, Optional.empty(), Optional.empty(),
                writer.origin(), word.stream().toList(), Durability.FLUSHED));
        if (answer instanceof Appended.Fenced(_, var checkpoint)) {
            throw elsewhere(checkpoint);
        }
        word.ifPresent(said -> written = written.with(said));
        return answer instanceof Committed committed ? Optional.of(committed) : Optional.empty();
    }

    private PartStopped elsewhere(Checkpoint checkpoint) {
        return new PartStopped(writer.who() + " runs somewhere else too, with token " + checkpoint.token()
                + ": stop one of them", new IllegalStateException(checkpoint.toString()));
    }
}

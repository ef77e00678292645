// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.bytes.ByteWriter;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.NewEvent;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way to the writer: encoded, and looked up in what does not change, by the caller; judged and answered
 * by the writer.
 */
final class AppendRequest {

    final Append append;
    final byte[] body;
    final int headBytes;
    final Filed filed;
    final Question question;
    final Signal answered = new Signal();
    private final AtomicReference<@Nullable Object> result = new AtomicReference<>();

    private AppendRequest(Append append, BatchHead head, Filed.Encoded encoded, LogState state) {
        this.append = append;
        body = encoded.bytes();
        headBytes = encoded.records();
        filed = Filed.of(head, append.events().size(), encoded, state.index.fingerprint());
        question = Question.of(append, state);
    }

    static AppendRequest of(Append append, LogState state, World world) {
        int expected = 256;
        for (var event : append.events()) {
            expected += event.data().length + 64 + 24 * event.keys().size();
        }
        var out = new ByteWriter(expected);
        var head = BatchHead.of(append);
        head.write(out);
        int headBytes = out.length();
        for (var event : append.events()) {
            BatchRecord.write(event, madeId(append, event, world), out);
        }
        if (append.events().size() > Append.EVENTS_MAX || out.length() > Append.BYTES_MAX) {
            throw new BadRequest("a batch of " + append.events().size() + " events and " + out.length()
                    + " bytes is over the limit of " + Append.EVENTS_MAX + " events and " + Append.BYTES_MAX
                    + " bytes: append it in several");
        }
        return new AppendRequest(append, head, new Filed.Encoded(out.toArray(), headBytes), state);
    }

    private static Optional<UUID> madeId(Append append, NewEvent event, World world) {
        return append.command().isPresent() || event.id().isPresent() ? Optional.empty()
                : Optional.of(world.newId());
    }

    int frameBytes() {
        return FrameHeader.BYTES + body.length;
    }

    /** The first answer or failure holds. */
    void answer(Appended with) {
        result.compareAndSet(null, with);
        answered.raise();
    }

    void fail(ThenceException with) {
        result.compareAndSet(null, with);
        answered.raise();
    }

    /** The answer; null as long as there is none. Throws the failure, if it came to that. */
    @Nullable Appended answer() {
        var got = result.get();
        if (got instanceof ThenceException failed) {
            throw failed;
        }
        return (Appended) got;
    }
}

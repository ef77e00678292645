// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.bytes.ByteWriter;
import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Filed;
import io.thence.log.segment.FrameHeader;
import io.thence.log.state.LogState;
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
public final class AppendRequest {

    final Append append;
    /** Its encoding, and perhaps more. */
    final byte[] body;
    private final int bodyBytes;
    final int headBytes;
    final Filed filed;
    final Question question;
    private final Signal answered = new Signal();
    private final AtomicReference<@Nullable Object> result = new AtomicReference<>();

    private AppendRequest(Append append, Filed.Encoded encoded, int bytes, LogState state) {
        this.append = append;
        body = encoded.bytes();
        bodyBytes = bytes;
        headBytes = encoded.records();
        filed = Filed.of(BatchHead.of(append), append.events().size(), encoded, state.index().fingerprint());
        question = Question.of(append, filed, state);
    }

    public static AppendRequest of(Append append, LogState state, World world) {
        var out = new ByteWriter(expected(append));
        BatchHead.of(append).write(out);
        int headBytes = out.length();
        for (var event : append.events()) {
            BatchRecord.write(event, madeId(append, event, world), out);
        }
        if (append.events().size() > Append.EVENTS_MAX || out.length() > Append.BYTES_MAX) {
            throw new BadRequest("a batch of " + append.events().size() + " events and " + out.length()
                    + " bytes is over the limit of " + Append.EVENTS_MAX + " events and " + Append.BYTES_MAX
                    + " bytes: append it in several");
        }
        var type = append.events().isEmpty() ? "" : append.events().getFirst().type();
        return new AppendRequest(append, new Filed.Encoded(out.array(), headBytes, type), out.length(), state);
    }

    /** About how many bytes its encoding has. */
    private static int expected(Append append) {
        int bytes = 128;
        for (var event : append.events()) {
            bytes += 32 + event.type().length() + event.data().length;
            for (var key : event.keys()) {
                bytes += 4 + key.key().length() + key.value().length();
            }
        }
        return bytes;
    }

    private static Optional<UUID> madeId(Append append, NewEvent event, World world) {
        return append.command().isPresent() || event.id().isPresent() ? Optional.empty()
                : Optional.of(world.newId());
    }

    int frameBytes() {
        return FrameHeader.BYTES + bodyBytes;
    }

    /** Answers it, if it is not answered yet; who waits learns of it when the signal is raised that this returns. */
    Signal settle(Appended with) {
        result.compareAndSet(null, with);
        return answered;
    }

    /** Fails it, if it is not answered yet. */
    void fail(ThenceException with) {
        result.compareAndSet(null, with);
        answered.raise();
    }

    /** Waits for the answer. Throws the failure, if it came to that. */
    public Appended await(World world) {
        var answer = answer();
        while (answer == null) {
            world.await(answered);
            answer = answer();
        }
        return answer;
    }

    /** The answer; null as long as there is none. Throws the failure, if it came to that. */
    private @Nullable Appended answer() {
        var got = result.get();
        if (got instanceof ThenceException failed) {
            throw failed;
        }
        return (Appended) got;
    }
}

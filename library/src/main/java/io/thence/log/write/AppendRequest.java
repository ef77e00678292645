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
import java.util.ArrayList;
import java.util.List;
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
    /** Those that are appended behind it, or none of them. */
    final List<AppendRequest> followers;
    private final Signal answered = new Signal();
    private final AtomicReference<@Nullable Object> result = new AtomicReference<>();

    private AppendRequest(Encoding encoding, LogState state, List<AppendRequest> followers) {
        append = encoding.append;
        this.followers = followers;
        var encoded = encoding.encoded;
        body = encoded.bytes();
        bodyBytes = encoding.bytes;
        headBytes = encoded.records();
        filed = Filed.of(BatchHead.of(append), append.events().size(), encoded, state.index().fingerprint());
        question = Question.of(append, filed, state);
    }

    /** A batch with its encoding, the first so many bytes of an array. */
    private record Encoding(Append append, Filed.Encoded encoded, int bytes) {}

    public static AppendRequest of(Append append, LogState state, World world) {
        return new AppendRequest(encoding(append, world), state, List.of());
    }

    /** Batches that are appended one behind the other, or none of them; at least one. */
    public static AppendRequest of(List<Append> together, LogState state, World world) {
        var encodings = together.stream().map(append -> encoding(append, world)).toList();
        long bytes = encodings.stream().mapToLong(Encoding::bytes).sum();
        if (bytes > Append.BYTES_MAX) {
            throw new BadRequest(together.size() + " batches that are to be appended together have " + bytes
                    + " bytes, over the limit of " + Append.BYTES_MAX + ": append them in several goes");
        }
        var followers = encodings.stream().skip(1).map(next -> new AppendRequest(next, state, List.of())).toList();
        return new AppendRequest(encodings.getFirst(), state, followers);
    }

    private static Encoding encoding(Append append, World world) {
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
        return new Encoding(append, new Filed.Encoded(out.array(), headBytes, type), out.length());
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

    /** Bytes of all frames that it takes, with those of its followers. */
    int writtenBytes() {
        int bytes = append.writes() ? frameBytes() : 0;
        for (var follower : followers) {
            bytes += follower.writtenBytes();
        }
        return bytes;
    }

    /** Its events and those of its followers. */
    List<NewEvent> events() {
        return followers.isEmpty() ? append.events()
                : together().stream().flatMap(one -> one.append.events().stream()).toList();
    }

    /** It and its followers. */
    List<AppendRequest> together() {
        var all = new ArrayList<AppendRequest>(followers.size() + 1);
        all.add(this);
        all.addAll(followers);
        return all;
    }

    /** Answers it, if it is not answered yet; who waits learns of it when the signal is raised that this returns. */
    Signal settle(Appended with) {
        result.compareAndSet(null, with);
        return answered;
    }

    /** Fails it and its followers, where they are not answered yet. */
    void fail(ThenceException with) {
        result.compareAndSet(null, with);
        answered.raise();
        followers.forEach(follower -> follower.fail(with));
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

    /** Waits for the answers to it and its followers, in their order. Throws the first failure, if it came to one. */
    public List<Appended> awaitAll(World world) {
        return together().stream().map(request -> request.await(world)).toList();
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

// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.Finished;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a batch says once for all its events; also with no events.
 *
 * @param command  the command that it carries out
 * @param refused  the reason, if that was refused
 * @param origin   where it comes from
 * @param finished what consumers have finished with it
 */
public record BatchHead(Optional<Command> command, Optional<String> refused, Origin origin, List<Finished> finished) {

    /** Says nothing. */
    public static final BatchHead NONE = new BatchHead(Optional.empty(), Optional.empty(), Origin.of(""), List.of());

    private static final int COMMAND = 1;
    private static final int REFUSED = 2;
    private static final int CORRELATION = 4;
    private static final int CAUSATION = 8;
    private static final int TRACE = 16;
    private static final int TENANT = 32;

    public static BatchHead of(Append append) {
        return new BatchHead(append.command(), append.refused(), append.origin(), append.finished());
    }

    public void write(ByteWriter out) {
        out.u8(flag(COMMAND, command) | flag(REFUSED, refused) | flag(CORRELATION, origin.correlation())
                | flag(CAUSATION, origin.causation()) | flag(TRACE, origin.trace()) | flag(TENANT, origin.tenant()));
        out.text(origin.source());
        if (command.isPresent()) {
            out.text(command.get().id().text()).raw(command.get().hash().bytes());
        }
        write(refused, out);
        write(origin.correlation(), out);
        write(origin.causation(), out);
        write(origin.trace(), out);
        write(origin.tenant(), out);
        out.u16(finished.size());
        finished.forEach(word -> Words.write(word, out));
    }

    private static void write(Optional<String> text, ByteWriter out) {
        if (text.isPresent()) {
            out.text(text.get());
        }
    }

    private static int flag(int bit, Optional<?> value) {
        return value.isPresent() ? bit : 0;
    }

    public static BatchHead read(ByteReader in) {
        int flags = in.u8();
        var source = in.text();
        Optional<Command> command = (flags & COMMAND) == 0 ? Optional.empty()
                : Optional.of(new Command(new CommandId(in.text()), ContentHash.of(in.raw(ContentHash.BYTES))));
        var refused = text(flags & REFUSED, in);
        var origin = new Origin(source, text(flags & CORRELATION, in), text(flags & CAUSATION, in),
                text(flags & TRACE, in), text(flags & TENANT, in));
        var finished = new ArrayList<Finished>();
        for (int left = in.u16(); left > 0; left--) {
            finished.add(Words.read(in));
        }
        return new BatchHead(command, refused, origin, finished);
    }

    private static Optional<String> text(int flag, ByteReader in) {
        return flag == 0 ? Optional.empty() : Optional.of(in.text());
    }
}

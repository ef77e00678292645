// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.bytes.ByteWriter;
import io.thence.index.Fingerprint;
import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.SegmentHeader;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The readers of a frame whose checksum is right and whose content may be anything. */
class FrameFuzzTest {

    private static final int GUIDE = 3;

    static Stream<Arguments> seeds() {
        return Stream.of(Arguments.of((Object) seed(Append.of(List.of(event("a"), event("b")), Origin.of("urn:x")))),
                Arguments.of((Object) seed(Append.of(List.of(event("c")), Origin.of("").correlatedBy("1").causedBy("2")
                        .tracedBy("3").tenant("4")).of(new Command(new CommandId("c"), ContentHash.sha256(new byte[0])))
                        .refused("no"))),
                Arguments.of((Object) seed(Append.finished(List.of(new Finished("reader", 1, 2))))));
    }

    private static NewEvent event(String type) {
        return NewEvent.of(type, 1, List.of(new KeyValue("account", "anna")),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8)).identified(new EventId("own")).at(Instant.EPOCH);
    }

    /** The number of events, the length of the head, and the body. */
    private static byte[] seed(Append append) {
        var out = new ByteWriter(256).u8(append.events().size()).u16(0);
        BatchHead.of(append).write(out);
        int head = out.length() - GUIDE;
        append.events().forEach(event -> BatchRecord.write(event, Optional.empty(), out));
        var bytes = out.toArray();
        bytes[1] = (byte) (head >>> 8);
        bytes[2] = (byte) head;
        return bytes;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3m")
    void aFrameIsReadOrRefused(byte[] data) {
        if (data.length < GUIDE) {
            return;
        }
        var body = Arrays.copyOfRange(data, GUIDE, data.length);
        int head = (((data[1] & 0xFF) << 8) | (data[2] & 0xFF)) % (body.length + 1);
        var header = new FrameHeader(FrameHeader.BYTES + body.length, 0, FrameHeader.BATCH, data[0] & 0xFF, 1, 1, 0,
                head, SegmentHeader.BYTES, 0);
        var bytes = ByteBuffer.allocate(header.length());
        header.write(bytes, body);
        var frame = new Frame(header, bytes.flip(), 0, 0, SegmentHeader.BYTES);

        var content = BatchCheck.of(frame);
        try {
            var read = frame.head();
            var filed = frame.filed(read, new Fingerprint(new UUID(1, 2)));
            if (content.wrong().isEmpty()) {
                assertThat(read).isEqualTo(content.head());
                assertThat(IntStream.range(0, content.records().size()).mapToObj(filed::type).toList())
                        .isEqualTo(content.records().stream().map(BatchRecord::type).toList());
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            assertThat(content.wrong()).as("said by the check too: %s", e).isNotEmpty();
        }
    }
}

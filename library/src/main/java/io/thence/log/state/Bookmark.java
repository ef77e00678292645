// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.log.frame.Words;
import io.thence.log.segment.Place;
import io.thence.store.Checkpoint;
import io.thence.store.StoredType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Up to where the files of the index go, with all that is derived from the log up to there and is not in them.
 *
 * @param next        where the next frame starts
 * @param last        where the frame before that starts
 * @param position    the position that the next event gets
 * @param epoch       the highest writer epoch
 * @param stamp       the greatest stamp, packed
 * @param checksum    of the frame at {@code last}
 * @param types       event types, by their numbers
 * @param checkpoints of consumers
 */
public record Bookmark(
        Place next,
        Place last,
        long position,
        long epoch,
        long stamp,
        int checksum,
        List<StoredType> types,
        Map<String, Checkpoint> checkpoints) {

    /** Stands for one that cannot be read: it fits no log. */
    static final Bookmark UNREADABLE = new Bookmark(Place.START, new Place(Integer.MAX_VALUE, 0), 1, 0, 0, 0,
            List.of(), Map.of());

    byte[] write() {
        var out = new ByteWriter(256);
        place(next, out);
        place(last, out);
        out.u64(position).u64(epoch).u64(stamp).u32(checksum).u16(types.size());
        types.forEach(type -> out.text(type.name()).u16(type.version()));
        out.u32(checkpoints.size());
        new TreeMap<>(checkpoints).forEach((consumer, checkpoint) -> Words.write(checkpoint.by(consumer), out));
        return out.toArray();
    }

    private static void place(Place place, ByteWriter out) {
        out.u32(place.segment()).u64(place.offset());
    }

    /** Reads what {@link #write} wrote; empty if {@code bytes} are. */
    public static Optional<Bookmark> read(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        var in = new ByteReader(ByteBuffer.wrap(bytes), 0);
        var next = new Place(in.u32(), in.u64());
        var last = new Place(in.u32(), in.u64());
        long position = in.u64();
        long epoch = in.u64();
        long stamp = in.u64();
        int checksum = in.u32();
        var types = new ArrayList<StoredType>();
        for (int left = in.u16(); left > 0; left--) {
            types.add(new StoredType(in.text(), in.u16()));
        }
        var checkpoints = new TreeMap<String, Checkpoint>();
        for (int left = in.u32(); left > 0; left--) {
            var word = Words.read(in);
            checkpoints.put(word.consumer(), Checkpoint.NONE.with(word));
        }
        return Optional.of(new Bookmark(next, last, position, epoch, stamp, checksum, List.copyOf(types),
                checkpoints));
    }
}

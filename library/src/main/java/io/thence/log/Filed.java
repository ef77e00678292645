// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.bytes.ByteWriter;
import io.thence.index.Fingerprint;
import io.thence.index.ListKind;
import io.thence.index.Prints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a batch is filed under, as fingerprints: made from its bytes by whoever has them first, so that the writer need
 * not. For each event its type, its keys, its own id and the batch's correlation id; and once the command's id.
 */
final class Filed {

    private final Prints prints;
    private final List<String> types = new ArrayList<>();
    private final List<Floor> floors = new ArrayList<>();
    private int[] ends;
    private Optional<Integer> command = Optional.empty();

    private Filed(Prints prints, int events) {
        this.prints = prints;
        ends = new int[events];
    }

    /** What a batch is filed under whose records start at {@code records} in {@code bytes}. */
    static Filed of(BatchHead head, int count, Encoded encoded, Fingerprint fingerprint) {
        var filed = new Filed(fingerprint.prints(4 * count + 1), count);
        var correlation = head.origin().correlation().map(Filed::text);
        var in = new RecordWalk(encoded.bytes(), encoded.records());
        for (int i = 0; i < count; i++) {
            var type = in.file(filed.prints);
            filed.types.add(type);
            Floor.of(i, type, encoded.bytes(), in.data()).ifPresent(filed.floors::add);
            correlation.filter(_ -> !type.isEmpty())
                    .ifPresent(text -> filed.prints.add(ListKind.CORRELATION, text, 0, text.length));
            filed.ends[i] = filed.prints.size();
        }
        head.command().ifPresent(known -> {
            var text = text(known.id().text());
            filed.command = Optional.of(filed.prints.size());
            filed.prints.add(ListKind.COMMAND, text, 0, text.length);
        });
        return filed;
    }

    /** The bytes of a batch, and where its records start in them. */
    record Encoded(byte[] bytes, int records) {}

    private static byte[] text(String text) {
        return new ByteWriter(2 + text.length()).text(text).toArray();
    }

    Prints prints() {
        return prints;
    }

    /** The type of each event; empty for one that is gone. */
    List<String> types() {
        return types;
    }

    /** The floors that its events set. */
    List<Floor> floors() {
        return floors;
    }

    /** Where the fingerprints of event {@code ordinal} end; they begin where those of the one before end. */
    int end(int ordinal) {
        return ends[ordinal];
    }

    /** Which fingerprint is that of the command. */
    Optional<Integer> command() {
        return command;
    }
}

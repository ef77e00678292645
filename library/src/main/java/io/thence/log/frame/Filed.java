// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.bytes.ByteWriter;
import io.thence.index.Fingerprint;
import io.thence.index.ListKind;
import io.thence.index.Print;
import io.thence.index.Prints;
import io.thence.store.Truncation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch is filed under, as fingerprints: made from its bytes by whoever has them first, so that the writer need
 * not. For each event its type, its keys, its own id and the batch's correlation id; and once the command's id.
 */
public final class Filed {

    /** There is no command. */
    public static final int NONE = -1;

    private final Prints prints;
    private final String[] types;
    private final int[] versions;
    private final int[] ends;
    private List<Floor> floors = List.of();
    private int command = NONE;

    private Filed(Prints prints, int events) {
        this.prints = prints;
        types = new String[events];
        versions = new int[events];
        ends = new int[events];
    }

    /** The bytes of a batch, where its records start in them, and what may be the type of the first. */
    public record Encoded(byte[] bytes, int records, String type) {}

    /** What a batch is filed under whose records start at {@code records} in {@code bytes}. */
    public static Filed of(BatchHead head, int count, Encoded encoded, Fingerprint fingerprint) {
        var filed = new Filed(fingerprint.prints(4 * count + 1), count);
        filed.fileRecords(encoded, head.origin().correlation().map(Filed::text).orElse(new byte[0]));
        head.command().ifPresent(known -> {
            var text = text(known.id().text());
            filed.command = filed.prints.size();
            filed.prints.add(ListKind.COMMAND, text, 0, text.length);
        });
        return filed;
    }

    private void fileRecords(Encoded encoded, byte[] correlation) {
        var in = new RecordWalk(encoded.bytes(), encoded.records(), encoded.type());
        for (int i = 0; i < types.length; i++) {
            types[i] = in.file(prints);
            versions[i] = in.version();
            if (Truncation.TYPES.contains(types[i])) {
                addFloor(i, in);
            }
            if (correlation.length > 0 && !types[i].isEmpty()) {
                prints.add(ListKind.CORRELATION, correlation, 0, correlation.length);
            }
            ends[i] = prints.size();
        }
    }

    private void addFloor(int ordinal, RecordWalk in) {
        floors = floors.isEmpty() ? new ArrayList<>() : floors;
        Floor.of(ordinal, types[ordinal], in.data()).ifPresent(floors::add);
    }

    private static byte[] text(String text) {
        return new ByteWriter(2 + text.length()).text(text).toArray();
    }

    public Prints prints() {
        return prints;
    }

    /** The list of the first event's key with number {@code i}. */
    public Print keyOfFirst(int i) {
        int at = 0;
        while (!prints.isOf(at, ListKind.KEY)) {
            at++;
        }
        return new Print(prints.high(at + i), prints.low(at + i));
    }

    /** The type of event {@code ordinal}; empty for one that is gone. */
    public String type(int ordinal) {
        return types[ordinal];
    }

    /** The version of event {@code ordinal}; 0 for one that is gone. */
    public int version(int ordinal) {
        return versions[ordinal];
    }

    /** The floors that its events set. */
    public List<Floor> floors() {
        return floors;
    }

    /** Where the fingerprints of event {@code ordinal} end; they begin where those of the one before end. */
    public int end(int ordinal) {
        return ends[ordinal];
    }

    /** Which fingerprint is that of the command; {@link #NONE} if there is none. */
    public int command() {
        return command;
    }
}

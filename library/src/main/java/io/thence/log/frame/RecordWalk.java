// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.bytes.ByteReader;
import io.thence.index.ListKind;
import io.thence.index.Prints;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Goes through the records of a batch and takes the fingerprints of what each is filed under, without decoding it. */
final class RecordWalk {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int at;
    private String lastName;
    private int data;
    private int version;

    /** Begins with the record that starts at {@code at}, whose type may be {@code type}. */
    RecordWalk(byte[] bytes, int at, String type) {
        lastName = type;
        this.bytes = bytes;
        this.at = at;
    }

    /** Adds the fingerprints of the next record's type, keys and own id; its type, empty for one that is gone. */
    String file(Prints into) {
        int next = at + 4 + (int) INT.get(bytes, at);
        if (next == at + 4) {
            at = next;
            version = 0;
            return "";
        }
        version = u16(at + 4);
        int flags = bytes[at + 6];
        int type = at + 7;
        int end = afterText(type);
        into.add(ListKind.TYPE, bytes, type, end);
        var name = name(type);
        if ((flags & BatchRecord.OWN_ID) != 0) {
            into.add(ListKind.EVENT, bytes, end, afterText(end));
            end = afterText(end);
        } else if ((flags & BatchRecord.MADE_ID) != 0) {
            end += BatchRecord.MADE_BYTES;
        }
        if ((flags & BatchRecord.TIMED) != 0) {
            end += BatchRecord.TIME_BYTES;
        }
        int keys = u16(end);
        end += 2;
        for (int i = 0; i < keys; i++) {
            int from = end;
            end = afterText(afterText(end));
            into.add(ListKind.KEY, bytes, from, end);
        }
        data = end;
        at = next;
        return name;
    }

    /** The version of the last record; 0 for one that is gone. */
    int version() {
        return version;
    }

    /** The data of the last record. */
    byte[] data() {
        return Arrays.copyOfRange(bytes, data, at);
    }

    /** Events of one batch mostly share a few types: the last name is not made again. */
    private String name(int type) {
        if (!ByteReader.isText(bytes, type, lastName)) {
            lastName = new String(bytes, type + 2, u16(type), StandardCharsets.UTF_8);
        }
        return lastName;
    }

    private int u16(int offset) {
        return (short) SHORT.get(bytes, offset) & 0xFFFF;
    }

    private int afterText(int offset) {
        return offset + 2 + u16(offset);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.thence.bench.load.Payload;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.module.blackbird.BlackbirdModule;

/** Jackson with Blackbird and nothing else: JSON that lies in memory one after the other, to records. */
public final class BareJackson {

    private static final int MOST = 1 << 18;

    private final ObjectReader reader =
            JsonMapper.builder().addModule(new BlackbirdModule()).build().readerFor(Payload.class);
    private final byte[] jsons;
    private final int count;

    /** With {@code events} of them, or as many as fit well into memory. */
    public BareJackson(long events) {
        count = (int) Math.min(events, MOST);
        jsons = new byte[count * Payload.BYTES];
        for (int i = 0; i < count; i++) {
            System.arraycopy(Payload.json(i), 0, jsons, i * Payload.BYTES, Payload.BYTES);
        }
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Reads the {@code i}th, of as many as there are, and round again. */
    public Payload payload(int i) {
        return reader.readValue(jsons, i % count * Payload.BYTES, Payload.BYTES);
    }

    /** Reads those from {@code from} to before {@code to}; how many that were. May be called by several threads. */
    public long read(int from, int to) {
        long known = 0;
        for (int i = from; i < to; i++) {
            var payload = payload(i);
            known += payload.cents() >= 0 ? 1 : 0;
        }
        return known;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.KeyValue;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Payloads;
import io.thence.bench.load.Stores;
import io.thence.bench.load.Streams;
import io.thence.bench.load.Tally;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.Postgres;
import io.thence.bench.peer.PostgresWriter;
import io.thence.bench.peer.Rocks;
import io.thence.store.Append;
import io.thence.store.Condition;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One event an append, on the condition of its stream's exact revision, by each contender that can. */
final class SingleAppends {

    private final Lab lab;
    private final int callers;
    private final Payloads payloads = new Payloads();
    private final Function<Tally, Sample> sample;

    SingleAppends(Lab lab, int callers) {
        this.lab = lab;
        this.callers = callers;
        sample = callers == 1 ? Tally::medianMicros : tally -> tally.perSecond(1);
    }

    /** The {@code revision}th append to some stream. */
    Append ofOneStream(int revision) {
        return append(new KeyValue("account", "A" + 1_000), revision, 0);
    }

    private Append append(KeyValue stream, long revision, int payload) {
        return Stores.batch(List.of(event(stream, payload))).on(new Condition.Revision(stream, revision));
    }

    private NewEvent event(KeyValue stream, int payload) {
        return NewEvent.of(Payload.TYPE, 1, List.of(stream), payloads.json(payload));
    }

    Contender ours() throws Exception {
        var open = Stores.open(lab.world(), lab.directory("thence"));
        var streams = new Streams(callers);
        return new Looping(Callers.virtual(callers), lab.scale().sample(), caller -> {
            int stream = streams.next(caller);
            Stores.append(open.store(), append(streams.key(stream), streams.revision(stream), stream));
            streams.advance(stream);
        }, sample, open);
    }

    Contender rocks() throws Exception {
        var rocks = new Rocks(lab.directory("rocksdb"));
        var streams = new Streams(callers);
        return new Looping(Callers.platform(callers), lab.scale().sample(), caller -> {
            int stream = streams.next(caller);
            rocks.append(streams.key(stream).value(), streams.revision(stream), payloads.json(stream));
            streams.advance(stream);
        }, sample, rocks);
    }

    Contender postgres(int connections) throws Exception {
        var server = new Postgres(lab.directory("postgresql"));
        var writers = new ArrayList<PostgresWriter>();
        for (int i = 0; i < connections; i++) {
            writers.add(new PostgresWriter(server));
        }
        var streams = new Streams(connections);
        return new Looping(Callers.virtual(connections), lab.scale().sample(), caller -> {
            int stream = streams.next(caller);
            var key = streams.key(stream);
            writers.get(caller).append(key.value(), streams.revision(stream), event(key, stream));
            streams.advance(stream);
        }, sample, () -> {
            for (var writer : writers) {
                writer.close();
            }
            server.close();
        });
    }
}

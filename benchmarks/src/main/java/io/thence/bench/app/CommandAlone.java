// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.KeyValue;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Receive;
import io.thence.bench.load.Stores;
import io.thence.bench.load.Tally;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.event.Json;
import io.thence.store.NewEvent;
import java.util.List;

/** The row {@code command-1}: one caller, one entity, from the command to its outcome, beside one append. */
final class CommandAlone implements Row {

    private static final String ACCOUNT = "A1";

    @Override
    public String name() {
        return "command-1";
    }

    @Override
    public String unit() {
        return "us";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtMostOf("append", 1.3));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var senders = new Senders(lab, 1, Tally::medianMicros);
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync each", () -> senders.to(Payments.COMMANDS, _ -> new Receive(ACCOUNT, 1))),
                new Entrant("append", "fdatasync each", () -> append(lab))))
                .with("callers", 1).with("entities", 1).with("value", "median of a round");
    }

    private static Contender append(Lab lab) throws Exception {
        var open = Stores.open(lab.world(), lab.directory("append"));
        var event = NewEvent.of(Payload.TYPE, 1, List.of(new KeyValue("account", ACCOUNT)),
                Json.write(new Receive(ACCOUNT, 1).payment()));
        return new Looping(Callers.virtual(1), lab.scale().sample(),
                _ -> Stores.append(open.store(), Stores.batch(List.of(event))), Tally::medianMicros, open);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.Application;
import io.thence.Outcome;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Receive;
import io.thence.bench.load.Tally;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Sample;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Callers who send commands, each the next one when the last is answered.
 *
 * @param lab     where
 * @param callers how many
 * @param sample  what a round came to
 */
record Senders(Lab lab, int callers, Function<Tally, Sample> sample) {

    /** To an application of its own, in a new directory, the commands that {@code commands} makes. */
    Contender to(Application application, LongFunction<Receive> commands) throws Exception {
        var thence = Thence.run(application, Engine.at(lab.directory("thence")));
        var next = new AtomicLong();
        return new Looping(Callers.virtual(callers), lab.scale().sample(),
                _ -> accepted(thence.send(commands.apply(next.getAndIncrement()))), sample, thence);
    }

    /** Takes no for an error. */
    static Outcome.Accepted accepted(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return accepted;
        }
        throw new IllegalStateException("a command that nothing stands against came to " + outcome);
    }
}

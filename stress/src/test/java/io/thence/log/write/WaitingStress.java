// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.Lineage;
import io.thence.Origin;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;
import io.thence.log.state.LogOpening;
import io.thence.store.Append;
import io.thence.world.Machine;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A {@link Waiting} with too little room: each request comes in once, and nobody waits for a place that is free. */
public final class WaitingStress {

    /** Long enough that only a wake-up that was lost takes so long. */
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final World PATIENT = new Patient(new SystemWorld());
    private static final List<AppendRequest> REQUESTS = requests();

    private WaitingStress() {}

    private static List<AppendRequest> requests() {
        var disk = new MemoryDisk();
        var segments = new Segments();
        var header = new SegmentHeader(new Lineage(new UUID(1, 2), 1), 1, 0, 0);
        segments.add(SegmentFiles.create(disk, 0, header, SegmentHeader.BYTES));
        var state = new LogOpening(Optional.empty(), disk, segments, new LogOpening.Sizes(4096, 64)).open().state();
        var nothing = Append.of(List.of(), Origin.of("stress"));
        return Stream.generate(() -> AppendRequest.of(nothing, state, PATIENT)).limit(3).toList();
    }

    /** A world in which nobody looks again before long: who is not woken is late. */
    private record Patient(World world) implements World {
        @Override
        public Instant now() {
            return world.now();
        }

        @Override
        public long nanos() {
            return world.nanos();
        }

        @Override
        public RandomGenerator random() {
            return world.random();
        }

        @Override
        public boolean await(Signal signal, Duration timeout) {
            return world.await(signal, LONG);
        }

        @Override
        public Running start(String name, Machine machine) {
            return world.start(name, machine);
        }

        @Override
        public Running fork(String name, Runnable task) {
            return world.fork(name, task);
        }
    }

    /** Room for one, and three that come. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "a request was lost, or taken twice, or a wake-up was lost")
    @State
    public static class Three {
        private final Waiting waiting = new Waiting(1);

        @Actor
        public void offers() {
            REQUESTS.forEach(request -> waiting.offer(request, PATIENT));
        }

        @Actor
        public void takes(ZZ_Result result) {
            long end = System.nanoTime() + LONG.toNanos();
            var taken = new ArrayList<AppendRequest>();
            while (taken.size() < REQUESTS.size() && System.nanoTime() < end) {
                taken.addAll(waiting.take(10, 1 << 20));
            }
            result.r1 = taken.equals(REQUESTS);
            result.r2 = waiting.take(10, 1 << 20).isEmpty();
        }
    }
}

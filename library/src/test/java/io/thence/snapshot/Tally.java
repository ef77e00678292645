// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.run.Thence;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** An application that adds up numbers, and counts how often a step is run. */
final class Tally {

    record Added(String account, long number) {}

    record Add(String account, long number) {}

    record Sum(long total, List<Long> last) {}

    /** What steps use that is no part of them. */
    static final class Outside {
        static final AtomicInteger STEPS = new AtomicInteger();
        static final AtomicInteger FACTOR = new AtomicInteger(1);

        private Outside() {}
    }

    static final Key<String> ACCOUNT = Key.of("account");
    static final Events<Added> EVENTS = Events.of(Added.class)
            .type("number.added", Added.class, ACCOUNT.of(Added::account));
    static final int EVERY = 10;
    static final Fold<String, Sum> SUM = Fold.by(ACCOUNT).from(new Sum(0, List.of())).on(Added.class, Tally::step)
            .snapshotEvery(EVERY);

    private Tally() {}

    static Sum step(Sum sum, Added added) {
        Outside.STEPS.incrementAndGet();
        return new Sum(sum.total() + added.number() * Outside.FACTOR.get(), List.of(added.number()));
    }

    /** The application, with {@code fold} as what its decider reads. */
    static <S> Application of(Fold<String, S> fold) {
        return Application.named("tally").with(EVENTS, Decider.of(Add.class, EVENTS).reading(fold, Add::account)
                .decide((add, _) -> accept(new Added(add.account(), add.number()))));
    }

    /** Adds numbers, each as a command of its own. */
    static void add(Thence tally, String account, long from, long to) {
        for (long number = from; number <= to; number++) {
            assertThat(tally.send(new Add(account, number), Send.as(account + "/" + number)))
                    .isInstanceOf(Outcome.Accepted.class);
        }
    }

    /** How many steps it takes to read a state that is {@code total}. */
    static int stepsToRead(Thence tally, Fold<String, Sum> fold, long total) {
        int before = Outside.STEPS.get();
        assertThat(tally.read(fold, "a").total()).isEqualTo(total);
        return Outside.STEPS.get() - before;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Breaker;
import io.thence.Next;
import io.thence.Policy;
import io.thence.Saga;
import io.thence.SystemEvent.BreakerState;
import io.thence.bank.Desk;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.Processor;
import io.thence.saga.Transfers.Cancel;
import io.thence.saga.Transfers.Happening;
import io.thence.saga.Transfers.Request;
import io.thence.saga.Transfers.Transfer;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A saga's circuit breaker counts what the saga does, whatever others do whose steps it comes by. */
class SagaBreakerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Each event of it fails. */
    private static final Saga<String, Transfer> FAILING = Saga.named("failing").by(Transfers.TRANSFER)
            .from(Transfer.NONE)
            .policy(Policy.DEFAULT.attempts(1).lanes(1).breaker(Breaker.DEFAULT.failing(0.5, 10)))
            .startsOn(Happening.Requested.class, (_, _) -> {
                throw new IllegalStateException("nobody answers");
            });

    private static final Saga<String, Transfer> BUSY = Saga.named("busy").by(Transfers.TRANSFER).from(Transfer.NONE)
            .startsOn(Happening.Cancelled.class, (t, _) -> Next.state(t).done());

    private final Application application = Application.named("test").with(Transfers.EVENTS, Transfers.REQUESTING,
            Transfers.CANCELLING, FAILING, BUSY);
    private final Desk desk = Desk.on(application,
            LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL), 1 << 20);

    @AfterEach
    void close() {
        desk.close();
    }

    private SagaMachines<String, Transfer> started(Saga<String, Transfer> saga) {
        var machines = SagaMachines.of(saga, desk.in(desk.world()), desk.commands());
        machines.start();
        return machines;
    }

    private static void awaitHandled(Processor processor, long position) {
        assertThat(processor.progress().await(position, LONG)).isTrue();
    }

    @Test
    void it_opens_when_all_calls_fail_between_the_steps_of_another_saga() {
        try (var busy = started(BUSY)) {
            for (int i = 0; i < 30; i++) {
                desk.send(new Request("t" + i, "ann", "bob", 1));
                for (int j = 0; j < 3; j++) {
                    desk.send(new Cancel("c" + i + "." + j));
                }
                awaitHandled(busy.processor(), desk.head());
            }
        }
        try (var failing = started(FAILING)) {
            var processor = failing.processor();
            long head = desk.head();
            var isOpen = Optional.of(BreakerState.OPEN);
            assertThat(processor.progress().await(() -> processor.breaker().equals(isOpen)
                    || processor.progress().upTo() >= head, LONG)).isTrue();
            assertThat(processor.breaker()).isEqualTo(isOpen);
        }
    }
}

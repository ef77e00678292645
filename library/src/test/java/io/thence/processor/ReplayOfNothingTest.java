// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Start;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankEvent.Opened;
import io.thence.event.Keying;
import io.thence.store.Append;
import io.thence.supervise.Supervisor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A key that a consumer does not take events by is handled again in vain: that is said. */
class ReplayOfNothingTest extends SumsFixture {

    private static final KeyValue ANN = Bank.OWNER.value("ann");
    private static final Keying BY_OWNER = new Keying(Optional.of("owner"), 0, 1);

    private final Logger logger = Logger.getLogger("io.thence.processor.Replays");
    private final Level before = logger.getLevel();
    private final Warnings warnings = new Warnings();

    private static final class Warnings extends java.util.logging.Handler {
        private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            said.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.addHandler(warnings);
        logger.setLevel(Level.WARNING);
        for (var account : List.of("a", "b")) {
            desk.store().append(Append.of(List.of(desk.codec().encode(new Opened(account, "ann"))),
                    Origin.of("test")));
        }
    }

    @AfterEach
    void ignore() {
        logger.removeHandler(warnings);
        logger.setLevel(before);
    }

    private Processor opened(Keying keying) {
        return new Processor(new Processor.Course("processor", "sums", Set.of("account.opened"), keying, QUICK,
                _ -> true, event -> handled.add(((Opened) desk.codec().decode(event).data()).account())), world,
                desk.store(), new Supervisor(supervision, world, system::add));
    }

    @Test
    void a_key_that_a_running_consumer_does_not_take_events_by_is_refused() {
        try (var processor = opened(Keying.STREAMS)) {
            processor.start();
            await(processor, 2);
            assertThatThrownBy(() -> control(processor).replay(ANN, Start.BEGINNING, "anna", "lost"))
                    .isInstanceOf(BadRequest.class).hasMessage("processor 'sums' takes events by account, and none"
                            + " under owner/ann: name a value of what it takes them by");
        }
        try (var processor = opened(BY_OWNER)) {
            processor.start();
            handled.clear();
            control(processor).replay(ANN, Start.BEGINNING, "anna", "lost");
            assertThat(control(processor).await(LONG)).isTrue();
        }
        assertThat(handled).containsExactly("a", "b");
        assertThat(warnings.said).isEmpty();
    }

    @Test
    void one_that_was_told_at_rest_to_handle_such_a_key_again_says_that_it_has_found_nothing() {
        try (var processor = opened(Keying.STREAMS)) {
            processor.start();
            await(processor, 2);
        }
        handled.clear();
        atRest().replay(ANN, Start.BEGINNING, "anna", "lost");
        try (var processor = opened(Keying.STREAMS)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
        }
        assertThat(handled).isEmpty();
        assertThat(warnings.said).singleElement().asString().startsWith("processor 'sums' was to handle events of"
                + " owner/ann again, from position 1 on, and has found none that it takes by that key");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Supervision;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.Latches;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** A stop waits for what is in hand, and not for ever. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DrainTest extends SumsFixture {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private void deposits() {
        desk.send(new Deposit("quick", 1));
        desk.send(new Deposit("slow", 2));
        desk.send(new Deposit("quick", 3));
    }

    private boolean isFinished(long position) {
        var checkpoint = desk.store().checkpoint("sums");
        return position <= checkpoint.upTo() && !checkpoint.open().contains(position);
    }

    /** Starts one that is held at the second deposit, and closes it when it has done the others. */
    private void closeWhileHeld(Handler handler) {
        deposits();
        var processor = processor(QUICK, handler);
        processor.start();
        Latches.await(begun);
        assertThat(processor.progress().await(() -> handled.size() == 2, LONG)).isTrue();
        processor.close();
        assertThat(isFinished(1)).isTrue();
        assertThat(isFinished(3)).as("what is done is written down").isTrue();
    }

    private void afterTheNextStart() {
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 3);
        }
    }

    @Test
    void what_ends_in_time_is_done() {
        supervision = Supervision.DEFAULT.closing(LONG);
        deposits();
        var processor = processor(QUICK, event -> {
            if (event.number() == 2) {
                begun.countDown();
                Latches.await(held);
            }
            handle(event);
        });
        processor.start();
        Latches.await(begun);
        world.fork("releases", held::countDown);
        processor.close();
        assertThat(isFinished(2)).isTrue();
    }

    @Test
    void what_does_not_is_interrupted_and_handled_again_after_the_next_start() {
        supervision = Supervision.DEFAULT.closing(Duration.ofMillis(50));
        closeWhileHeld(event -> {
            if (event.number() == 2) {
                begun.countDown();
                try {
                    Latches.await(held);
                } finally {
                    interrupted.countDown();
                }
            }
            handle(event);
        });
        Latches.await(interrupted);
        assertThat(isFinished(2)).isFalse();
        afterTheNextStart();
        assertThat(of("slow")).containsExactly("slow 2");
        assertThat(of("quick")).containsExactly("quick 1", "quick 3");
    }

    /** The first attempt is the only one, and it fails by the interrupt. */
    @Test
    void what_was_interrupted_is_no_dead_letter() {
        supervision = Supervision.DEFAULT.closing(Duration.ofMillis(50));
        deposits();
        var processor = processor(QUICK.attempts(1), event -> {
            if (event.number() == 2) {
                begun.countDown();
                Latches.await(held);
            }
            handle(event);
        });
        processor.start();
        Latches.await(begun);
        processor.close();
        assertThat(letters().list()).isEmpty();
        assertThat(isFinished(2)).isFalse();
        afterTheNextStart();
        assertThat(of("slow")).containsExactly("slow 2");
    }

    @Test
    void what_heeds_no_interrupt_is_left_alone() {
        supervision = Supervision.DEFAULT.closing(Duration.ofMillis(50));
        closeWhileHeld(event -> {
            if (event.number() == 2) {
                begun.countDown();
                Latches.awaitDeaf(held);
            }
            handle(event);
        });
        assertThat(isFinished(2)).isFalse();
        afterTheNextStart();
        assertThat(of("slow")).containsExactly("slow 2");
        held.countDown();
    }
}

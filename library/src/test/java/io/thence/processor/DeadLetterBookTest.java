// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.processor.DeadLetterBook.Kind;
import io.thence.processor.DeadLetterEvent.Deferred;
import io.thence.processor.DeadLetterEvent.Replayed;
import io.thence.world.MemoryDisk;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a key of which several things are said. */
class DeadLetterBookTest {

    private static final KeyValue KEY = new KeyValue("jar", "a");

    /** Events from 11 on wait for the first time; the key is handled again from 2 up to 5. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_waits_for_the_first_time_is_handled_whatever_is_handled_again(boolean replayedFirst) {
        var book = DeadLetterBook.of(new PassingStore(
                Desk.open(new MemoryDisk()).store()), "mailer");
        var replayed = new Replayed("mailer", KEY, 2, "anna", "lost", Optional.of(5L));
        var deferred = new Deferred("mailer", KEY, 11);
        assertThat(book.apply(replayedFirst ? replayed : deferred, replayedFirst ? 20 : 21, Instant.EPOCH)).isTrue();
        assertThat(book.apply(replayedFirst ? deferred : replayed, replayedFirst ? 21 : 20, Instant.EPOCH)).isTrue();
        var entry = book.of(KEY).orElseThrow();
        assertThat(entry.kind()).isEqualTo(Kind.REPLAYED);
        assertThat(entry.from()).isEqualTo(2);
        assertThat(entry.has(11)).isTrue();
        assertThat(entry.again().leavesOut(5)).as("handled again").isFalse();
        assertThat(entry.again().leavesOut(6)).as("handled before").isTrue();
        assertThat(entry.again().leavesOut(11)).as("waits for the first time").isFalse();
    }
}

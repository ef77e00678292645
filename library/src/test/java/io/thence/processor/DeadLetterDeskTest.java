// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import com.sun.management.ThreadMXBean;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.processor.ControlEvent.Paused;
import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.ControlEvent.Resumed;
import io.thence.processor.DeadLetterDesk.Failed;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.Append;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a projection is told it knows, at the cost of what is new. */
class DeadLetterDeskTest {

    private static final KeyValue KEY = new KeyValue("jar", "a");

    private final Desk log = Desk.open(new MemoryDisk());
    private final List<Long> readAfter = new ArrayList<>();
    private final EventStore store = new PassingStore(log.store()) {
        @Override
        public EventReader read(Query query, Position from, Direction direction) {
            readAfter.add(from.number());
            return super.read(query, from, direction);
        }
    };

    @AfterEach
    void close() {
        log.close();
    }

    private DeadLetterDesk desk(String consumer) {
        return new DeadLetterDesk(log.world(), store, consumer);
    }

    private void say(NewEvent... events) {
        store.append(Append.of(List.of(events), Origin.of("carl")));
    }

    private void tell(DeadLetterDesk desk, NewEvent event) {
        say(event);
        desk.told();
    }

    private static NewEvent paused(String why) {
        return new Paused("sums", "carl", why).stored();
    }

    private static NewEvent resumed() {
        return new Resumed("sums", "carl", "it is over").stored();
    }

    @Test
    void whether_it_is_paused_is_read_on_from_where_it_was_read() {
        say(paused("at first"), new Reset("sums", 0, "carl", "again", Optional.empty()).stored());
        var desk = desk("sums");
        assertThat(desk.paused()).contains("by carl: at first");
        readAfter.clear();
        tell(desk, resumed());
        assertThat(desk.paused()).isEmpty();
        tell(desk, paused("once more"));
        assertThat(desk.paused()).contains("by carl: once more");
        assertThat(readAfter).as("of the book and of what it is told, twice").containsExactly(2L, 2L, 3L, 3L);
    }

    @Test
    void only_a_letter_that_somebody_has_go_on_is_heard() {
        var desk = desk("sums");
        say(NewEvent.of("put", 1, List.of(KEY), new byte[] {'1'}));
        desk.giveUp(new Failed(KEY, store.at(1).orElseThrow(), 1, new IllegalStateException("no"), true, ""));
        tell(desk, paused("for a while"));
        tell(desk, resumed());
        assertThat(desk.heard()).isZero();
        tell(desk, new Retried("sums", KEY, 1, "carl", "mended").stored());
        assertThat(desk.heard()).isEqualTo(1);
        assertThat(desk.clear(_ -> true, 1)).isTrue();
        assertThat(desk.heard()).isEqualTo(1);
        tell(desk, new Discarded("sums", KEY, 1, "carl", "of no use").stored());
        assertThat(desk.heard()).isEqualTo(2);
        assertThat(desk("sums").heard()).as("after a start").isEqualTo(2);
    }

    @Test
    void what_was_discarded_is_not_copied_when_something_is_told() {
        var discards = LongStream.rangeClosed(1, 50_000).mapToObj(number ->
                new Discarded("sums", KEY, number, "carl", "of no use").stored()).toArray(NewEvent[]::new);
        say(discards);
        var many = desk("sums");
        assertThat(many.isDiscarded(1)).isTrue();
        assertThat(many.isDiscarded(50_000)).isTrue();
        assertThat(many.isDiscarded(50_001)).isFalse();
        var none = desk("others");
        bytesOfTelling(many); // what is loaded once
        bytesOfTelling(none);
        assertThat(bytesOfTelling(many)).isLessThan(bytesOfTelling(none) + 50_000);
    }

    private static long bytesOfTelling(DeadLetterDesk desk) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        desk.told();
        desk.heard();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

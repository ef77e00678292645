// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Effect;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.EffectUnknown;
import io.thence.bank.Bank;
import io.thence.bank.PassingStore;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.react.EffectEvent.Which;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Of two that handle one event, and after what was said is gone: nothing has two outcomes. */
class CallsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);
    private static final EventId EVENT = new EventId("o/0");
    private static final Which WHICH = new Which("till", "o/0", "charge", 0);

    private final SystemWorld world = new SystemWorld();
    private final LogStore store = LogStore.open(world, new MemoryDisk(), TINY);
    private final List<String> called = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private final Effect<String, Long> charge = Effect.of("charge", String.class, Long.class).calling((key, _) -> {
        called.add(key);
        long answer = called.size();
        var before = meanwhile;
        meanwhile = () -> {};
        before.run();
        return answer;
    });

    @AfterEach
    void close() {
        store.close();
    }

    private Calls calls() {
        return new Calls(new Ports(world, store, new EventCodec(Bank.APPLICATION)),
                new Calls.About("till", EVENT, EVENT, Origin.of("till"), false));
    }

    private boolean found(EffectEvent said) {
        return EffectLog.sayFirst(store, said, EVENT, Origin.of("anna"));
    }

    @Test
    void of_two_answers_the_first_that_is_kept_holds() {
        meanwhile = () -> assertThat(calls().call(charge, "a")).isEqualTo(2);
        assertThat(calls().call(charge, "a")).isEqualTo(2);
        assertThat(calls().call(charge, "a")).isEqualTo(2);
        assertThat(called).hasSize(2).containsOnly(called.getFirst());
    }

    @Test
    void what_another_one_has_begun_at_the_same_time_is_not_called_where_that_is_for_people_to_know() {
        var late = calls();
        late.call(Effect.of("other", String.class, Long.class).calling((_, _) -> 0L), "it reads what was said by now");
        meanwhile = () -> {
            throw new IllegalStateException("no answer");
        };
        var parking = charge.parking();
        assertThatThrownBy(() -> calls().call(parking, "a")).isInstanceOf(EffectUnknown.class)
                .hasRootCauseMessage("no answer");
        assertThatThrownBy(() -> late.call(parking, "a")).isInstanceOf(EffectUnknown.class);
        assertThat(called).hasSize(1);
    }

    @Test
    void what_two_have_found_out_is_said_once() {
        meanwhile = () -> {
            throw new IllegalStateException("no answer");
        };
        assertThatThrownBy(() -> calls().call(charge, "a")).hasMessage("no answer");
        assertThat(found(new Happened(new Which("till", "o/0", "other", 0), "7", "anna", "x"))).isFalse();
        assertThat(found(new Happened(WHICH, "7", "anna", "x"))).isTrue();
        assertThat(found(new NotHappened(WHICH, 1, "bert", "y"))).isFalse();
        assertThat(found(new Happened(WHICH, "8", "bert", "y"))).isFalse();
        assertThat(calls().call(charge, "a")).isEqualTo(7);
        assertThat(called).hasSize(1);
    }

    @Test
    void of_two_who_find_out_at_the_same_time_one_is_heard() {
        meanwhile = () -> {
            throw new IllegalStateException("no answer");
        };
        assertThatThrownBy(() -> calls().call(charge, "a")).hasMessage("no answer");
        var slow = PassingStore.before(store,
                _ -> assertThat(found(new Happened(WHICH, "7", "anna", "x"))).isTrue());
        var said = new NotHappened(WHICH, 1, "bert", "y");
        assertThat(EffectLog.sayFirst(slow, said, EVENT, Origin.of("bert"))).isFalse();
        assertThat(calls().call(charge, "a")).isEqualTo(7);
    }

    @Test
    void what_is_not_retained_is_not_called_again() {
        calls().call(charge, "a");
        for (int i = 0; i < 100; i++) {
            store.append(Append.of(List.of(NewEvent.of("other", 1, List.of(), new byte[200])), Origin.of("test")));
        }
        var compaction = store.compact(new CompactionSettings(Duration.ZERO, Duration.ofDays(1),
                List.of(Retention.ofAge("$effect.till", Duration.ZERO))));
        assertThat(compaction.await(LONG)).isTrue();
        assertThat(compaction.progress().removed()).isEqualTo(2);
        assertThatThrownBy(() -> calls().call(charge, "a")).isInstanceOf(BadRequest.class)
                .hasMessage("what came of effect 'charge' for event o/0 is not retained, so it is not called again:"
                        + " discard this, and retain '$effect.till' for longer");
        assertThat(called).hasSize(1);
    }
}

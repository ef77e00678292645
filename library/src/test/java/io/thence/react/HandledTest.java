// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import java.util.ArrayList;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The watermark: everything up to it is handled, whatever the order in which the lanes end. */
class HandledTest {

    @Test
    void the_watermark_is_below_the_first_event_in_hand() {
        var handled = new Handled(10);
        assertThat(handled.upTo()).isEqualTo(10);
        handled.begin(12);
        handled.begin(15);
        handled.seen(20);
        assertThat(handled.upTo()).isEqualTo(11);
        assertThat(handled.inHand()).isEqualTo(2);
        handled.end(15);
        assertThat(handled.upTo()).isEqualTo(11);
        handled.end(12);
        assertThat(handled.upTo()).as("nothing is in hand").isEqualTo(20);
        assertThat(handled.lastHandled()).as("worth writing down").isEqualTo(15);
    }

    @Test
    void a_position_is_handled_when_all_its_pieces_are() {
        var handled = new Handled(0);
        handled.begin(5);
        handled.begin(5);
        handled.seen(9);
        handled.end(5);
        assertThat(handled.upTo()).isEqualTo(4);
        handled.end(5);
        assertThat(handled.upTo()).isEqualTo(9);
    }

    /** Beside a model that knows of each event whether it is handled. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void it_is_the_greatest_position_below_which_all_is_handled(long seed) {
        var random = new Random(seed);
        long start = random.nextInt(5);
        var handled = new Handled(start);
        var isHandled = new TreeMap<Long, Boolean>();
        long looked = start;
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(3) > 0) {
                for (int n = random.nextInt(4); n > 0; n--) {
                    looked += random.nextInt(1, 4);
                    handled.begin(looked);
                    isHandled.put(looked, false);
                }
                looked += random.nextInt(3);
                handled.seen(looked);
            } else {
                var inHand = new ArrayList<Long>();
                isHandled.forEach((position, done) -> {
                    if (!done) {
                        inHand.add(position);
                    }
                });
                if (!inHand.isEmpty()) {
                    long ended = inHand.get(random.nextInt(inHand.size()));
                    handled.end(ended);
                    isHandled.put(ended, true);
                }
            }
            compare(handled, isHandled, start, looked);
        }
    }

    private static void compare(Handled handled, SortedMap<Long, Boolean> isHandled, long start, long looked) {
        long upTo = looked;
        long last = isHandled.isEmpty() ? start : isHandled.lastKey();
        for (var event : isHandled.entrySet()) {
            if (!event.getValue()) {
                upTo = event.getKey() - 1;
                last = upTo;
                break;
            }
        }
        assertThat(handled.upTo()).isEqualTo(upTo);
        assertThat(handled.lastHandled()).isEqualTo(last);
        assertThat((long) handled.inHand()).isEqualTo(isHandled.values().stream().filter(done -> !done).count());
    }
}

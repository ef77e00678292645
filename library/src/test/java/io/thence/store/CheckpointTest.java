// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.ThenceException.BadRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A checkpoint is a set of finished positions, which only grows. */
class CheckpointTest {

    private static Set<Long> finished(long upTo, List<Long> open) {
        var all = new HashSet<Long>();
        for (long i = 1; i <= upTo; i++) {
            all.add(i);
        }
        open.forEach(all::remove);
        return all;
    }

    private static Set<Long> of(Checkpoint checkpoint) {
        return finished(checkpoint.upTo(), checkpoint.open());
    }

    private static Finished word(Random random) {
        long upTo = random.nextInt(9);
        var but = new ArrayList<Long>();
        for (long i = 1; i <= upTo; i++) {
            if (random.nextInt(3) == 0) {
                but.add(i);
            }
        }
        return new Finished("c", 1 + random.nextInt(2), upTo, but);
    }

    /** The sets are the oracle. */
    @Test
    void what_is_admitted_finishes_something_or_takes_over_and_opens_nothing_and_words_add_up() {
        var random = new Random(7);
        int admitted = 0;
        for (int i = 0; i < 20_000; i++) {
            var before = Checkpoint.NONE.with(word(random));
            var word = word(random);
            var said = finished(word.upTo(), word.open());
            boolean grows = said.containsAll(of(before))
                    && (said.size() > of(before).size() || word.token() > before.token());
            assertThat(before.admits(word)).as("%s after %s", word, before)
                    .isEqualTo(word.token() >= before.token() && word.upTo() >= before.upTo() && grows);
            admitted += before.admits(word) ? 1 : 0;
            var union = of(before);
            union.addAll(said);
            assertThat(of(before.with(word))).as("%s and %s", before, word).isEqualTo(union);
        }
        assertThat(admitted).isGreaterThan(1_000);
    }

    @Test
    void everything_before_the_first_open_one_is_finished() {
        assertThat(new Checkpoint(1, 9, List.of(4L, 7L)).wholeUpTo()).isEqualTo(3);
        assertThat(new Checkpoint(1, 9).wholeUpTo()).isEqualTo(9);
    }

    @Test
    void positions_are_named_once_ascending_and_not_too_many() {
        assertThatThrownBy(() -> new Finished("c", 1, 9, List.of(4L, 4L))).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> new Finished("c", 1, 9, List.of(10L))).isInstanceOf(BadRequest.class)
                .hasMessage("consumer 'c' leaves position 10 open after 0 and up to 9: name each once, ascending");
        var many = new ArrayList<Long>();
        for (long i = 1; i <= Finished.OPEN_MAX + 1; i++) {
            many.add(i);
        }
        assertThatThrownBy(() -> new Finished("c", 1, 9_999, many)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("consumer 'c' leaves 16385 positions open, 16384 may be");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.ThenceException.BadRequest;
import io.thence.examples.transfer.TransferCommand.Request;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is drawn from a seed. */
class DrawTest {

    private static SortedMap<Integer, Long> openings(int accounts, long haleru) {
        var openings = new TreeMap<Integer, Long>();
        for (int account = 1; account <= accounts; account++) {
            openings.put(account, haleru * (account % 7 - 1));
        }
        return openings;
    }

    @Test
    void no_open_account_has_two_transfers_in_a_round() {
        for (long seed = 1; seed <= 50; seed++) {
            var openings = openings(60, 1_000);
            var drawn = new Draw(seed, 200, 10, 20).from(openings);
            assertThat(drawn.closed()).hasSize(10).doesNotHaveDuplicates();
            assertThat(drawn.rounds().stream().mapToInt(List::size).sum()).isEqualTo(200);
            for (var round : drawn.rounds()) {
                var met = new HashSet<Integer>();
                assertThat(round).hasSizeBetween(1, 20).allMatch(c -> c.haleru() > 0 && met.add(c.from())
                        && (drawn.closed().contains(c.to()) || met.add(c.to())));
            }
        }
    }

    @Test
    void a_tenth_is_of_more_than_there_is_and_a_tenth_goes_to_closed_accounts() {
        for (long seed = 1; seed <= 50; seed++) {
            var balances = openings(60, 1_000);
            var drawn = new Draw(seed, 200, 10, 20).from(balances);
            int beyond = 0;
            int toClosed = 0;
            for (var c : drawn.rounds().stream().flatMap(List::stream).toList()) {
                if (balances.get(c.from()) < c.haleru()) {
                    beyond++;
                } else if (drawn.closed().contains(c.to())) {
                    toClosed++;
                } else {
                    balances.merge(c.from(), -c.haleru(), Long::sum);
                    balances.merge(c.to(), c.haleru(), Long::sum);
                }
            }
            assertThat(List.of(beyond, toClosed)).as("seed %s", seed).containsExactly(20, 20);
        }
    }

    @Test
    void one_seed_draws_the_same_and_others_do_not() {
        var openings = openings(60, 1_000);
        assertThat(new Draw(1, 200, 10, 20).from(openings)).isEqualTo(new Draw(1, 200, 10, 20).from(openings))
                .isNotEqualTo(new Draw(2, 200, 10, 20).from(openings));
        assertThat(new Draw(7, 1, 10, 20).from(openings).rounds().getFirst())
                .extracting(Request::transfer).containsExactly("1");
    }

    @Test
    void where_nobody_has_anything_nothing_is_drawn() {
        assertThatThrownBy(() -> new Draw(1, 1, 1, 1).from(openings(60, 0))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("close fewer");
        assertThat(new Draw(1, 0, 1, 1).from(openings(60, 0)).rounds()).isEmpty();
    }
}

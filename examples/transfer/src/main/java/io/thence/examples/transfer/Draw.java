// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.ThenceException.BadRequest;
import io.thence.examples.Chance;
import io.thence.examples.transfer.TransferCommand.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Draws transfers from a seed, in rounds. In a round no open account has two of them: so what becomes of each does not
 * depend on which comes first, however many are on their way at once. It keeps account of what there is, to draw
 * amounts that are there, and some that are not.
 *
 * @param seed     another one draws others
 * @param most     how many transfers are drawn: a tenth is of more than there is, a tenth goes to closed accounts
 * @param closed   how many accounts are closed before
 * @param together the most transfers of a round
 */
record Draw(long seed, int most, int closed, int together) {

    /** One of so many transfers is of more than there is, one of so many goes to a closed account. */
    private static final int ONE_OF = 10;

    private static final int MORE_MAX = 1_000_000;
    private static final int SHARES = 1_000;

    /** How a transfer is meant to end. */
    private enum Kind { DONE, BEYOND, TO_CLOSED }

    /**
     * What was drawn.
     *
     * @param closed the accounts to be closed
     * @param rounds the transfers, in the order of their rounds
     */
    record Drawn(List<Integer> closed, List<List<Request>> rounds) {}

    /** Draws between accounts that were opened with {@code openings}. */
    Drawn from(SortedMap<Integer, Long> openings) {
        return new Drawing(openings).draw();
    }

    private final class Drawing {

        private final Chance chance = new Chance(seed);
        private final Map<Integer, Long> balances;
        private final List<Integer> shut;
        private final List<Integer> open;
        private final List<Kind> kinds = new ArrayList<>();
        private int drawn;

        Drawing(SortedMap<Integer, Long> openings) {
            balances = new HashMap<>(openings);
            var accounts = new ArrayList<>(openings.keySet());
            chance.shuffle(accounts);
            shut = List.copyOf(accounts.subList(0, closed));
            open = new ArrayList<>(accounts.subList(closed, accounts.size()));
            for (int i = 0; i < most; i++) {
                kinds.add(i < most / ONE_OF ? Kind.BEYOND : i < most / ONE_OF * 2 ? Kind.TO_CLOSED : Kind.DONE);
            }
            chance.shuffle(kinds);
        }

        Drawn draw() {
            var rounds = new ArrayList<List<Request>>();
            while (drawn < most) {
                rounds.add(round());
            }
            return new Drawn(shut, rounds);
        }

        /** The first of the shuffled accounts with something in them give, the last ones take. */
        private List<Request> round() {
            var round = new ArrayList<Request>();
            chance.shuffle(open);
            int last = open.size() - 1;
            for (int first = 0; first < last && round.size() < together && drawn < most; first++) {
                if (there(open.get(first)) > 0) {
                    round.add(transfer(open.get(first), open.get(last--)));
                }
            }
            if (round.isEmpty()) {
                throw new BadRequest("no two accounts are open of which one has something in it: close fewer");
            }
            return round;
        }

        private long there(int account) {
            return balances.getOrDefault(account, 0L);
        }

        private Request transfer(int from, int to) {
            var kind = kinds.get(drawn++);
            var name = Integer.toString(drawn);
            long there = there(from);
            long part = 1 + (there - 1) * chance.below(SHARES) / SHARES;
            return switch (kind) {
                case BEYOND -> new Request(name, from, to, there + 1 + chance.below(MORE_MAX));
                case TO_CLOSED -> new Request(name, from, shut.get(chance.below(shut.size())), part);
                case DONE -> {
                    balances.merge(from, -part, Long::sum);
                    balances.merge(to, part, Long::sum);
                    yield new Request(name, from, to, part);
                }
            };
        }
    }
}

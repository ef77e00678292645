// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.run.Thence;
import io.thence.testing.soak.Business.Booked;
import io.thence.testing.soak.Business.Happening;
import io.thence.testing.soak.Business.Ordered;
import io.thence.testing.soak.Business.Released;
import io.thence.testing.soak.Business.Requested;
import io.thence.testing.soak.Business.Reserved;
import io.thence.testing.soak.Business.Service;
import io.thence.testing.soak.Business.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Goes through the log at the end, event by event, and holds it against what callers were answered, what the outside
 * says it has done, and the tables.
 */
final class Reckoning {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Answers answers;
    private final Ledger.Report outside;
    private final Map<String, Sums> accounts = new TreeMap<>();
    private final BitSet[] found = steps();
    private final BitSet[] reserved = steps();
    private final BitSet[] ended = steps();

    Reckoning(Answers answers, Ledger.Report outside) {
        this.answers = answers;
        this.outside = outside;
    }

    private static BitSet[] steps() {
        var steps = new BitSet[Business.CALLERS];
        for (int caller = 0; caller < Business.CALLERS; caller++) {
            steps[caller] = new BitSet();
        }
        return steps;
    }

    /** What has come of an account. */
    private static final class Sums {
        private long orders;
        private long cents;
        private long booked;
        private long receipts;
        private long held;
        private long settled;

        String row(String account) {
            return String.join(" ", account, "" + orders, "" + cents, "" + orders, "" + receipts, "" + held,
                    "" + settled);
        }
    }

    /** A command, found by its id: which of which caller. */
    private record Sent(int caller, int n) {

        static Sent of(String id) {
            var words = id.split("-", -1);
            return new Sent(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        }

        /** Takes it down, for the first time. */
        void in(BitSet[] steps, Object what) {
            assertThat(steps[caller].get(n)).as("%s is there twice", what).isFalse();
            steps[caller].set(n);
        }
    }

    void check(Thence thence) {
        assertThat(outside.wrongs()).isEmpty();
        try (var events = thence.events(Business.ALL).stream()) {
            events.forEach(event -> take((Happening) event.data()));
        }
        checkCommands();
        checkOutside();
        accounts.forEach((account, sums) -> {
            assertThat(sums.booked).as("booked of %s", account).isEqualTo(sums.orders);
            assertThat(sums.held).as("held of %s", account).isZero();
        });
        var rows = new ArrayList<String>();
        accounts.forEach((account, sums) -> rows.add(sums.row(account)));
        assertThat(rows(thence)).containsExactlyInAnyOrderElementsOf(rows);
    }

    private void take(Happening happening) {
        var sums = accounts.computeIfAbsent(happening.account(), _ -> new Sums());
        switch (happening) {
            case Ordered e -> {
                begun(e.order(), e, e.cents(), false);
                sums.orders++;
                sums.cents += e.cents();
                assertThat(e.number()).as("%s is the next of its account", e).isEqualTo(sums.orders);
            }
            case Booked e -> {
                sums.booked++;
                sums.receipts += e.receipt();
                assertThat(e.number()).as("%s comes in its order", e).isEqualTo(sums.booked);
            }
            case Requested e -> begun(e.transfer(), e, e.cents(), true);
            case Reserved e -> {
                Sent.of(e.transfer()).in(reserved, e);
                sums.held += e.cents();
            }
            case Released e -> {
                Sent.of(e.transfer()).in(ended, e);
                assertThat(Business.isSettled(e.cents())).as("%s", e).isFalse();
                sums.held -= e.cents();
            }
            case Settled e -> {
                Sent.of(e.transfer()).in(ended, e);
                sums.held -= e.cents();
                sums.settled += e.cents();
            }
        }
    }

    private void begun(String id, Happening happening, long cents, boolean isTransfer) {
        var sent = Sent.of(id);
        sent.in(found, happening);
        assertThat(happening.account()).isEqualTo(Business.account(sent.caller(), sent.n()));
        assertThat(cents).isEqualTo(Business.cents(sent.n()));
        assertThat(isTransfer).isEqualTo(Business.isTransfer(sent.n()));
    }

    /** All that was answered is there, and beside that at most what was on its way at a kill; transfers have ended. */
    private void checkCommands() {
        for (int caller = 0; caller < Business.CALLERS; caller++) {
            var missing = (BitSet) answers.answered(caller).clone();
            missing.andNot(found[caller]);
            assertThat(missing.stream().boxed()).as("caller %s was answered, and it is gone", caller).isEmpty();
            var more = (BitSet) found[caller].clone();
            more.andNot(answers.answered(caller));
            more.andNot(answers.unknown(caller));
            assertThat(more.stream().boxed()).as("caller %s never sent that", caller).isEmpty();
            var transfers = new BitSet();
            found[caller].stream().filter(Business::isTransfer).forEach(transfers::set);
            assertThat(reserved[caller]).as("transfers of caller %s that reserved", caller).isEqualTo(transfers);
            assertThat(ended[caller]).as("transfers of caller %s that have ended", caller).isEqualTo(transfers);
        }
    }

    /** Each order has its effects, each of them once, and its booking has the receipt. */
    private void checkOutside() {
        long effects = 0;
        for (var service : Service.values()) {
            for (var account : accounts.keySet()) {
                var sums = accounts.get(account);
                var of = service + " " + account;
                var done = outside.sums().getOrDefault(of, new Ledger.Sum(0, 0, 0));
                assertThat(done.count()).as(of).isEqualTo(sums.orders / service.each);
                assertThat(done.last()).as(of).isEqualTo(sums.orders / service.each * service.each);
                if (service == Service.CHARGE) {
                    assertThat(sums.receipts).as(of).isEqualTo(done.receipts());
                }
                effects += done.count();
            }
        }
        assertThat(outside.keys()).as("a key for each effect").isEqualTo(effects);
    }

    private static List<String> rows(Thence thence) {
        return thence.query(Business.SUMS).upTo(thence.store().head()).within(LIMIT).list("select * from sums",
                row -> String.join(" ", row.text("account"), "" + row.number("orders"), "" + row.number("cents"),
                        "" + row.number("last_number"), "" + row.number("receipts"), "" + row.number("held"),
                        "" + row.number("settled")));
    }
}

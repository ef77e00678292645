// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.testing.soak.Business.Service;
import io.thence.testing.soak.Ledger.Report;
import io.thence.testing.soak.Ledger.Sum;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The outside tells a repeat from what is done twice, left out or out of order. */
class LedgerTest {

    private final Ledger ledger = new Ledger();

    private long call(Service service, int key, String request) {
        return ledger.call(service, new UUID(0, key), request);
    }

    @Test
    void a_repeat_is_answered_as_before_and_done_once() {
        long receipt = call(Service.CHARGE, 1, "a 1");
        assertThat(call(Service.CHARGE, 1, "a 1")).isEqualTo(receipt);
        call(Service.CHARGE, 2, "a 2");
        assertThat(call(Service.CHARGE, 1, "a 1")).as("also late").isEqualTo(receipt);
        assertThat(ledger.ask(new UUID(0, 1))).contains(receipt);
        assertThat(ledger.ask(new UUID(0, 9))).isEmpty();

        var report = ledger.report();
        assertThat(report.wrongs()).isEmpty();
        assertThat(report.sums()).containsOnlyKeys("CHARGE a").containsValue(new Sum(2, 2, 3));
        assertThat(report).extracting(Report::keys, Report::repeats, Report::keysRepeated, Report::most)
                .containsExactly(2L, 2L, 1L, 3);
        assertThat(Report.of(report.text())).isEqualTo(report);
    }

    @Test
    void another_key_for_the_same_is_wrong() {
        call(Service.CHARGE, 1, "a 1");
        call(Service.CHARGE, 2, "a 1");
        assertThat(ledger.report().wrongs()).singleElement().asString().contains("1 is done under another key");
        assertThat(Report.of(ledger.report().text()).wrongs()).hasSize(1);
    }

    @Test
    void a_key_that_comes_with_something_else_is_wrong() {
        call(Service.CHARGE, 1, "a 1");
        call(Service.CHARGE, 1, "a 2");
        assertThat(ledger.report().wrongs()).singleElement().asString().contains("comes with something else: a 2");
    }

    @Test
    void what_is_left_out_and_what_comes_after_it_is_wrong() {
        call(Service.TELL, 1, "a 4");
        call(Service.TELL, 2, "a 8");
        assertThat(ledger.report().wrongs()).isEmpty();
        call(Service.TELL, 3, "a 16");
        call(Service.TELL, 4, "a 12");
        assertThat(ledger.report().wrongs()).hasSize(2).first().asString().contains("16 is done right after 8");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Hundredths;
import io.thence.examples.MemoryEngine;
import io.thence.examples.Sender;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The bank on the real transactions: the answers stand in the README of the data, where DuckDB computed them. */
class BankExampleTest {

    private static final BankExample EXAMPLE = new BankExample();
    private static Thence bank;
    private static TransactionLines lines;

    @BeforeAll
    static void feed() throws IOException {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
        bank = Thence.run(EXAMPLE.application(), MemoryEngine.create());
        EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
        lines = TransactionLines.read();
    }

    @AfterAll
    static void close() {
        if (bank != null) {
            bank.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> gives_the_known_answers() throws IOException {
        try (var in = BankExampleTest.class.getResourceAsStream("/known-answers.json")) {
            var known = Json.tree(in.readAllBytes(), "known answers");
            assertThat(EXAMPLE.questions().byNumber().keySet()).containsExactlyElementsOf(known.propertyNames());
            return known.properties().stream().map(answer -> DynamicTest.dynamicTest(answer.getKey(), () ->
                    assertThat(EXAMPLE.questions().ask(answer.getKey(), bank))
                            .isEqualTo(answer.getValue().asString())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1992-12-31", "1993-01-01", "1993-07-04", "1994-01-31", "1994-03-30", "2000-01-01"})
    void knows_every_balance_at_the_end_of_any_day(LocalDate day) {
        var example = new BankExample();
        example.asOf = day;
        example.accounts = lines.accounts();
        assertThat(example.questions().ask("K3", bank)).isEqualTo(lines.balances(day, example.accounts));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 14, 30, 400})
    void counts_sessions_for_any_gap(int days) {
        var example = new BankExample();
        example.gapDays = days;
        assertThat(example.questions().ask("K10", bank)).isEqualTo(lines.sessions(days));
    }

    @Test
    void an_accounts_stream_is_its_audit() {
        var statement = bank.store().read(Query.keys(Bank.ACCOUNT.value(576)), bank.store().head(),
                Direction.BACKWARDS).list(1000);
        assertThat(statement.getLast().id().text()).isEqualTo("transaction/171812/0");
        assertThat(statement.getLast().revision()).isOne();
        assertThat(statement).extracting(event -> event.id().text()).doesNotHaveDuplicates();
        var account = bank.read(Bank.ACCOUNTS, 576);
        assertThat(account.entries()).isEqualTo(statement.size());
        assertThat("576 | " + Hundredths.text(account.haleru()))
                .isEqualTo(lines.balances(LocalDate.of(1994, 3, 30), List.of(576)));
    }

    @Test
    void fed_again_nothing_changes() throws IOException {
        var head = bank.store().head();
        EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
        assertThat(bank.store().head()).isEqualTo(head);
    }
}

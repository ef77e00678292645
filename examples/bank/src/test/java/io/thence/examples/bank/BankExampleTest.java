// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Hundredths;
import io.thence.examples.Sender;
import io.thence.past.Cause;
import io.thence.past.Change;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
        if (DataSets.missing(EXAMPLE.files()).isPresent()) {
            return;
        }
        bank = Thence.run(EXAMPLE.application(), Engine.inMemory());
        EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
        lines = TransactionLines.read();
    }

    @BeforeEach
    void need() {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
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
    void an_accounts_history_is_its_audit() {
        var history = bank.history(Bank.ACCOUNTS, 576).list();
        var first = history.getFirst();
        assertThat(first.event().id().text()).isEqualTo("transaction/171812/0");
        assertThat(first.event().time()).isEqualTo("1993-01-01T00:00:00Z");
        assertThat(first.differences()).hasToString("[/entries: 0 -> 1, /haleru: 0 -> 90000]");
        assertThat(bank.why(first.event().id())).hasValueSatisfying(why ->
                assertThat(why.causes()).containsExactly(new Cause.Command("transaction/171812")));
        assertThat(history).allSatisfy(change -> {
            var day = LocalDate.ofInstant(change.event().time(), ZoneOffset.UTC);
            assertThat(change.after().entries()).isEqualTo(change.ordinal());
            if (isLastOfItsDay(history, change)) {
                assertThat("576 | " + Hundredths.text(change.after().haleru()))
                        .isEqualTo(lines.balances(day, List.of(576)));
            }
        });
    }

    private static boolean isLastOfItsDay(List<Change<Account>> history, Change<Account> change) {
        return history.stream().skip(change.ordinal()).findFirst()
                .map(next -> !next.event().time().equals(change.event().time())).orElse(true);
    }

    @Test
    void fed_again_nothing_changes() throws IOException {
        var head = bank.store().head();
        EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
        assertThat(bank.store().head()).isEqualTo(head);
    }
}

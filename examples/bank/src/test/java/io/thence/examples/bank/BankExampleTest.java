// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.examples.DataSets;
import io.thence.examples.Hundredths;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        bank = Thence.run(EXAMPLE.application(), Engine.inMemory());
        EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
        lines = TransactionLines.read();
    }

    @AfterAll
    static void close() {
        if (bank != null) {
            bank.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', maxCharsPerColumn = 1000, textBlock = """
            K1  = 46997 | 1229 | 454
            K2  = PRIJEM | 21821 | 176961254.80; VYBER | 646 | 7958413.00; VYDAJ | 24530 | 129706079.00
            K3  = 2 | 27840.70; 576 | 23643.40; 1787 | 24574.80; 2378 | 62042.00; 8261 | 39267.60
            K4  = 15946199.00 | 36575946.10 | 39296762.80
            K7  = 65 | 1993-12-30 | 2870
            K8  = 263 | 272
            K9  = 51 | 26 | 33
            K10 = 7559 | 1179 | 121
            K11 = 26 refused | 238800.30 | 26 accounts | final sum 39535563.10
            K12 = 37 | 4443996.00 | 0
            """)
    void gives_the_known_answer(String number, String answer) {
        assertThat(EXAMPLE.questions().ask(number, bank)).isEqualTo(answer);
    }

    @Test
    void knows_the_ten_richest_accounts() {
        assertThat(EXAMPLE.questions().ask("K5", bank)).isEqualTo("5622 | 114980.30; 2838 | 110835.60; 18 | 109095.10;"
                + " 66 | 106679.70; 2859 | 102787.20; 9265 | 95110.60; 1247 | 93630.00; 4255 | 92342.80;"
                + " 2176 | 92009.90; 3127 | 91054.90");
    }

    @Test
    void knows_the_months_of_1993() {
        assertThat(EXAMPLE.questions().ask("K6", bank)).isEqualTo("1993-01 | 177 | 632757.60;"
                + " 1993-02 | 395 | 2164072.10;"
                + " 1993-03 | 676 | 2980940.20; 1993-04 | 913 | 3273129.80; 1993-05 | 1306 | 3648701.40;"
                + " 1993-06 | 1880 | 3246597.90; 1993-07 | 2399 | 3251622.30; 1993-08 | 2938 | 2885870.40;"
                + " 1993-09 | 3441 | 3592431.80; 1993-10 | 3989 | 3395019.90; 1993-11 | 4422 | 2700875.90;"
                + " 1993-12 | 5669 | 4803926.80");
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

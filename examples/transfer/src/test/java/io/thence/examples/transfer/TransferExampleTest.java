// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Transfers between accounts of the real bank, compared with a plain loop over what the seed draws. */
class TransferExampleTest {

    private static final TransferExample EXAMPLE = new TransferExample();
    private static Thence bank;

    @BeforeAll
    static void feed() throws IOException {
        if (DataSets.missing(EXAMPLE.files()).isEmpty()) {
            bank = fed(EXAMPLE);
        }
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

    private static Thence fed(TransferExample example) throws IOException {
        var thence = Thence.run(example.application(), Engine.inMemory());
        example.feed(new Sender(thence, Sender.Watcher.NONE));
        return thence;
    }

    private static List<String> answers(TransferExample example, Thence thence) {
        return example.questions().byNumber().keySet().stream()
                .map(number -> example.questions().ask(number, thence)).toList();
    }

    @Test
    void gives_the_known_answers() throws IOException {
        try (var in = TransferExampleTest.class.getResourceAsStream("/known-answers.json")) {
            var known = Json.tree(in.readAllBytes(), "known answers");
            assertThat(EXAMPLE.questions().byNumber().keySet()).containsExactlyElementsOf(known.propertyNames());
            known.properties().forEach(answer -> assertThat(EXAMPLE.questions().ask(answer.getKey(), bank))
                    .as(answer.getKey()).isEqualTo(answer.getValue().asString()));
        }
    }

    @Test
    void ends_as_a_plain_loop_does() throws IOException {
        var plain = PlainBank.of(EXAMPLE);
        assertThat(answers(EXAMPLE, bank)).isEqualTo(plain.answers());
        assertThat(balances(bank)).isEqualTo(plain.balances);
    }

    private static Map<Integer, BigDecimal> balances(Thence thence) {
        var balances = new TreeMap<Integer, BigDecimal>();
        thence.query(Books.PROJECTION).upTo(thence.store().head()).list("select * from accounts", row ->
                balances.put((int) row.number("account"), BigDecimal.valueOf(row.number("haleru"), 2)));
        return balances;
    }

    /** Each round ends with a position at which all is at rest, and all entries are in one of them. */
    @Test
    void money_is_at_rest_at_least_once_a_round() throws IOException {
        var rounds = EXAMPLE.draw().from(Openings.read()).rounds();
        var audit = Audit.of(bank);
        assertThat(audit.faults()).isEmpty();
        assertThat(audit.underWay()).isEmpty();
        assertThat(audit.rests()).isGreaterThanOrEqualTo(rounds.size());
        assertThat(audit.restSums()).containsExactly(3_929_676_280L);
        assertThat(rounds).hasSizeGreaterThanOrEqualTo(40).allSatisfy(round -> {
            var met = new HashSet<Integer>();
            assertThat(round).allMatch(request -> met.add(request.from()));
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 300, 1, 1", "2, 1500, 600, 100", "3, 777, 20, 5000", "4, 0, 5, 10", "-5, 7, 614, 3"})
    void ends_as_a_plain_loop_does_for_any_values(long seed, int transfers, int closed, int together)
            throws IOException {
        var example = new TransferExample();
        example.seed = seed;
        example.transfers = transfers;
        example.closed = closed;
        example.together = together;
        var plain = PlainBank.of(example);
        try (var thence = fed(example)) {
            assertThat(answers(example, thence)).isEqualTo(plain.answers());
            assertThat(Audit.of(thence).faults()).isEmpty();
        }
    }

    @Test
    void fed_again_nothing_changes() throws IOException {
        var head = bank.store().head();
        EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
        assertThat(bank.events(Query.ALL).after(head).stream()).isEmpty();
    }
}

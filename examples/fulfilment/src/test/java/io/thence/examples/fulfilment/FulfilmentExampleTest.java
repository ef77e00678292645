// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.examples.fulfilment.ordering.Ordering;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.store.Query;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop's December through orders, inventory and shipping, compared with a plain loop over the invoices. */
class FulfilmentExampleTest {

    private static final FulfilmentExample EXAMPLE = new FulfilmentExample();
    private static Deployed shop;

    @BeforeAll
    static void feed() {
        if (DataSets.missing(EXAMPLE.files()).isEmpty()) {
            shop = fed(EXAMPLE);
        }
    }

    @BeforeEach
    void need() {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
    }

    @AfterAll
    static void close() {
        if (shop != null) {
            shop.close();
        }
    }

    private static Deployed fed(FulfilmentExample example) {
        var deployed = Deployed.run(example.deployment(), Engine.inMemory());
        example.feed(new Sender(deployed.of(example.application().name()), Sender.Watcher.NONE));
        return deployed;
    }

    private static List<String> answers(FulfilmentExample example, Deployed deployed) {
        var ordering = deployed.of(example.application().name());
        return example.questions().byNumber().keySet().stream()
                .map(number -> example.questions().ask(number, ordering)).toList();
    }

    @Test
    void gives_the_known_answers() throws IOException {
        try (var in = FulfilmentExampleTest.class.getResourceAsStream("/known-answers.json")) {
            var known = Json.tree(in.readAllBytes(), "known answers");
            assertThat(EXAMPLE.questions().byNumber().keySet()).containsExactlyElementsOf(known.propertyNames());
            known.properties().forEach(answer ->
                    assertThat(EXAMPLE.questions().ask(answer.getKey(), shop.of(Ordering.APPLICATION.name())))
                            .as(answer.getKey()).isEqualTo(answer.getValue().asString()));
        }
    }

    @Test
    void ends_as_a_plain_loop_does() {
        var plain = PlainShop.of(EXAMPLE);
        assertThat(answers(EXAMPLE, shop)).isEqualTo(plain.answers());
        assertThat(Stocktaking.of(shop.of(Books.APPLICATION.name())).shelves()).isEqualTo(plain.shelves);
    }

    @ParameterizedTest
    @CsvSource({"0, 2010-12-02T00:00:00Z", "1, 2010-12-01T12:00:00Z", "20, 2010-12-05T00:00:00Z",
        "1000000, 2010-12-02T12:00:00Z", "100, 2010-01-01T00:00:00Z"})
    void ends_as_a_plain_loop_does_for_any_values(long stock, Instant until) {
        var example = new FulfilmentExample();
        example.stock = stock;
        example.until = Optional.of(until);
        try (var deployed = fed(example)) {
            assertThat(answers(example, deployed)).isEqualTo(PlainShop.of(example).answers());
        }
    }

    /** K7 of the data's README: 171,000 lines. */
    @Test
    @Tag("campaign")
    void the_last_ten_weeks_end_as_is_known() {
        var example = new FulfilmentExample();
        example.year = true;
        example.from = Optional.of(Instant.parse("2011-10-02T00:00:00Z"));
        DataSets.missing(example.files()).ifPresent(Assumptions::abort);
        try (var deployed = fed(example)) {
            assertThat(answers(example, deployed)).contains("115120 | 1469910 | 245485 | 120743 | 1405")
                    .isEqualTo(PlainShop.of(example).answers());
        }
    }

    @Test
    void fed_again_nothing_changes() {
        var head = shop.of(Ordering.APPLICATION.name()).store().head();
        EXAMPLE.feed(new Sender(shop.of(Ordering.APPLICATION.name()), Sender.Watcher.NONE));
        assertThat(shop.of(Books.APPLICATION.name()).events(Query.ALL).after(head).stream()).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers about the real data that a Python program computed, not this product: files in the tests' resources. */
enum KnownAnswers {
    DECEMBER("/december.json"),
    DECEMBER_UNTIL_THE_10TH_NOON("/december-until-the-10th-noon.json"),
    YEAR("/year.json");

    /** Of the stock at the end of December: from the data's README. */
    static final String DECEMBER_STOCK_DIGEST = "67ee8d75492cd1fd9a4d666288c60fbe5e055a37c5b614087d1d05e7c69e9100";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String resource;

    KnownAnswers(String resource) {
        this.resource = resource;
    }

    /** Asserts that a report has these answers, its keys in this order and no others. */
    void assertEqual(String report) {
        assertThat(MAPPER.readTree(report).toPrettyString()).isEqualTo(MAPPER.readTree(text()).toPrettyString());
    }

    private String text() {
        try (var in = KnownAnswers.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What names, keys and ids may look like, and what is said of those that may not. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "account", "account.deposited", "stock-code", "a1.b2-c3", "v2"})
    void a_name_is_lower_case_words_joined_by_dots_or_dashes(String name) {
        assertThat(Key.of(name).name()).isEqualTo(name);
        assertThat(Application.named(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Account", "1st", "a..b", ".a", "a.", "a-", "a_b", "a b", "a/b", "ä", "a\n"})
    void another_name_is_refused_with_an_example(String name) {
        assertThatThrownBy(() -> Key.of(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key name '" + name + "': use up to 100 lower case letters and digits in words joined by"
                        + " dots or dashes, as in account.deposited");
        assertThatThrownBy(() -> Application.named(name)).hasMessageStartingWith("application name '" + name + "'");
        assertThatThrownBy(() -> Reaction.named(name)).hasMessageStartingWith("reaction name '" + name + "'");
        assertThatThrownBy(() -> Projection.sql(name, 1)).hasMessageStartingWith("projection name '" + name + "'");
        assertThatThrownBy(() -> EventType.of(name, Problem.class, List.of()))
                .hasMessageStartingWith("event name '" + name + "'");
    }

    @Test
    void a_name_has_at_most_100_characters() {
        assertThat(Key.of("a".repeat(100)).name()).hasSize(100);
        assertThatThrownBy(() -> Key.of("a".repeat(101))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_value_has_1_to_1000_characters() {
        assertThat(Key.of("order").value("x".repeat(1_000)).value()).hasSize(1_000);
        assertThatThrownBy(() -> Key.of("order").value("")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value of key 'order' has 1 to 1000 characters, not 0: check what the event is filed"
                        + " under");
        assertThatThrownBy(() -> Key.of("order").value("x".repeat(1_001)))
                .hasMessageContaining("has 1 to 1000 characters, not 1001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order/536365", "order/a/b", "order//", "o/ "})
    void a_value_is_read_as_it_is_written(String text) {
        assertThat(KeyValue.parse(text)).hasToString(text);
        assertThat(KeyValue.parse(text).key()).isEqualTo(text.substring(0, text.indexOf('/')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order", "/536365", "/"})
    void a_text_without_key_and_slash_is_no_value(String text) {
        assertThatThrownBy(() -> KeyValue.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a key's value: write KEY/VALUE, as in order/536365");
    }

    @Test
    void values_are_ordered_by_key_and_then_by_value() {
        var values = new ArrayList<>(List.of(KeyValue.parse("b/1"), KeyValue.parse("a/2"), KeyValue.parse("a/10")));
        values.sort(null);
        assertThat(values).extracting(KeyValue::toString).containsExactly("a/10", "a/2", "b/1");
    }

    @Test
    void a_key_writes_its_values_by_its_function() {
        record Isbn(long number) {}
        var key = Key.<Isbn>of("book", isbn -> "n" + isbn.number());
        assertThat(key.value(new Isbn(7))).isEqualTo(new KeyValue("book", "n7"));
    }

    @Test
    void a_command_id_has_1_to_200_characters_and_numbers_its_events() {
        assertThat(new CommandId("c".repeat(200)).event(3)).hasToString("c".repeat(200) + "/3");
        assertThatThrownBy(() -> new CommandId("")).hasMessage("a command id has 1 to 200 characters, not 0");
        assertThatThrownBy(() -> new CommandId("c".repeat(201)))
                .hasMessage("a command id has 1 to 200 characters, not 201");
    }

    @Test
    void versions_of_a_projection_start_at_1() {
        assertThatThrownBy(() -> Projection.sql("totals", 0))
                .hasMessage("projection 'totals': versions start at 1, not 0");
    }
}

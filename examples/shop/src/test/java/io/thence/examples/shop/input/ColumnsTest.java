// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import io.thence.examples.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** FastCSV with our checks before it, against CSV read naively, a character at a time. */
class ColumnsTest {

    private static final String CHARACTERS = "\"\"\",,,ab \t\0#\\\uFEFF\u2028'";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void linesAreSplitAsByANaiveReader(long seed) {
        var chance = new Chance(seed);
        int split = 0;
        for (int i = 0; i < 20_000; i++) {
            var line = line(chance);
            var columns = Columns.of(line);
            var naive = naive(line);
            assertThat(columns.fault().isEmpty()).as(line).isEqualTo(naive.isPresent());
            if (naive.isPresent()) {
                assertThat(columns.values()).as(line).isEqualTo(naive.get());
                split++;
            }
        }
        assertThat(split).isBetween(10_000, 18_000);
    }

    private static String line(Chance chance) {
        var line = new StringBuilder();
        int length = chance.below(12);
        for (int i = 0; i < length; i++) {
            line.append(CHARACTERS.charAt(chance.below(CHARACTERS.length())));
        }
        return line.toString();
    }

    /** The columns; empty when a quote is open at the end, or text follows a closing one. */
    private static Optional<List<String>> naive(String line) {
        var values = new ArrayList<String>();
        int at = 0;
        do {
            var value = new StringBuilder();
            if (at < line.length() && line.charAt(at) == '"') {
                at++;
                while (at < line.length() && (line.charAt(at) != '"' || line.startsWith("\"\"", at))) {
                    at += line.charAt(at) == '"' ? 1 : 0;
                    value.append(line.charAt(at++));
                }
                if (at++ == line.length() || (at < line.length() && line.charAt(at) != ',')) {
                    return Optional.empty();
                }
            } else {
                while (at < line.length() && line.charAt(at) != ',') {
                    value.append(line.charAt(at++));
                }
            }
            values.add(value.toString());
        } while (at++ < line.length());
        return Optional.of(values);
    }
}

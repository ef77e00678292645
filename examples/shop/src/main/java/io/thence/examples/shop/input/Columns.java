// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import de.siegmar.fastcsv.reader.CsvReader;
import java.util.List;
import java.util.Optional;

/**
 * One line split into its columns by FastCSV.
 *
 * <p>Each line is a document of its own, so that a quote left open spoils that line and not the rest of the file. What
 * would be taken for the end of a line, or passed over, is looked for first: a bare carriage return, and quotes that
 * are not closed or followed by more.
 *
 * @param values what could be read; with a fault, the columns before it
 * @param fault  why there is no more
 */
record Columns(List<String> values, Optional<String> fault) {

    static Columns of(String line) {
        int carriageReturn = line.indexOf('\r');
        if (carriageReturn >= 0) {
            var before = of(line.substring(0, carriageReturn));
            return new Columns(before.values, Optional.of("a carriage return stands inside the line"));
        }
        var fault = Quotes.fault(line);
        if (fault.isPresent()) {
            return new Columns(before(line, fault.get().from()), Optional.of(fault.get().reason()));
        }
        return new Columns(split(line), Optional.empty());
    }

    private static List<String> before(String line, int column) {
        return column == 0 ? List.of() : split(line.substring(0, column - 1));
    }

    private static List<String> split(String line) {
        return line.isEmpty() ? List.of("") : CsvReader.builder().ofSingleCsvRecord(line).getFields();
    }
}

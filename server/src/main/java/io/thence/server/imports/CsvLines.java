// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.thence.ThenceException.BadRequest;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/** Records of a CSV file, RFC 4180 with any separator. Values are texts. Empty lines are left out. */
public final class CsvLines implements Lines {

    private final InputFile file;
    private final char separator;
    private final KeepingReader reader;
    private final CloseableIterator<CsvRecord> records;
    private final Optional<String> header;
    private final List<String> columns;
    private long last;

    /** Reads the header, if no {@code columns} are given because the file has none. */
    public CsvLines(InputFile file, char separator, Optional<List<String>> columns) {
        this.file = file;
        this.separator = separator;
        reader = new KeepingReader(file.reader(), separator);
        records = parser(reader, separator);
        if (columns.isPresent()) {
            header = Optional.empty();
            this.columns = columns.get();
        } else {
            var first = record().orElseThrow(() -> new BadRequest("the input is empty: it has not even a header"));
            header = Optional.of(reader.next().text());
            file.wrongBytes(header.get()).ifPresent(wrong -> {
                throw new BadRequest("line " + first.getStartingLineNumber() + ", the header: " + wrong);
            });
            this.columns = first.getFields().stream().map(CsvLines::withoutMark).toList();
        }
        if (new HashSet<>(this.columns).size() < this.columns.size()) {
            throw new BadRequest("two columns have the same name: name them anew with --header. They are "
                    + this.columns);
        }
    }

    @SuppressWarnings("removal") // nothing takes the place of letting a text follow a closing quotation mark
    private static CloseableIterator<CsvRecord> parser(Reader reader, char separator) {
        return CsvReader.builder().fieldSeparator(separator).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE).allowExtraCharsAfterClosingQuote(true)
                .detectBomHeader(false).ofCsvRecord(reader).iterator();
    }

    /** Without the mark that some programs begin a file with. */
    private static String withoutMark(String name) {
        return name.startsWith("\uFEFF") ? name.substring(1) : name;
    }

    private Optional<CsvRecord> record() {
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (CsvParseException e) {
            throw new BadRequest("after line " + last + " the input is no CSV (" + e.getMessage()
                    + "): is a quotation mark missing there?");
        }
    }

    @Override
    public Optional<Line> next() {
        return record().map(this::line);
    }

    private Line line(CsvRecord record) {
        last = record.getStartingLineNumber();
        var fields = record.getFields();
        var text = text(fields);
        var raw = reader.next();
        if (!raw.isClosed()) {
            return new Line.Bad(last, text, raw.text(), "a quotation mark in it is never closed: is one missing, or was"
                    + " the input cut off?");
        }
        if (fields.size() != columns.size()) {
            return new Line.Bad(last, text, raw.text(), "it has " + fields.size() + " fields, and there are "
                    + columns.size() + " columns");
        }
        var wrong = file.wrongBytes(raw.text());
        if (wrong.isPresent()) {
            return new Line.Bad(last, text, raw.text(), wrong.get());
        }
        var values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < fields.size(); i++) {
            values.put(columns.get(i), fields.get(i));
        }
        return new Line.Good(last, text, raw.text(), values);
    }

    private String text(List<String> fields) {
        return fields.stream().map(this::quoted).collect(Collectors.joining(String.valueOf(separator)));
    }

    private String quoted(String field) {
        boolean plain = field.indexOf(separator) < 0 && field.indexOf('"') < 0 && field.indexOf('\n') < 0
                && field.indexOf('\r') < 0;
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    @Override
    public Optional<String> header() {
        return header;
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.of(columns);
    }

    @Override
    public InputFile file() {
        return file;
    }
}

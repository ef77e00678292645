// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.thence.ThenceException.BadRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A file of rows with a header line, gzipped where its name says so.
 *
 * @param path      where it is
 * @param separator what stands between columns
 */
public record CsvFile(Path path, char separator) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    /** The file {@code name} below the folder of data sets. */
    public static CsvFile of(String name, char separator) {
        return new CsvFile(DataSets.folder().resolve(name), separator);
    }

    /**
     * All rows, each as a record: component {@code accountId} is column {@code account_id}; other columns are left out.
     *
     * @throws BadRequest if a row does not fit
     */
    public <T> List<T> rows(Class<T> type) throws IOException {
        var reader = MAPPER.readerFor(type);
        var rows = new ArrayList<T>();
        try (var lines = CsvReader.builder().fieldSeparator(separator).ofNamedCsvRecord(open())) {
            for (var line : lines) {
                var row = JsonNodeFactory.instance.objectNode();
                line.getFieldsAsMap().forEach(row::put);
                rows.add(reader.readValue(row));
            }
            return rows;
        } catch (JacksonException e) {
            throw unlike(e.getOriginalMessage());
        } catch (CsvParseException e) {
            throw unlike(String.valueOf(e.getMessage()));
        }
    }

    private BadRequest unlike(String problem) {
        return new BadRequest(path + " does not have the columns that it should (" + problem
                + "): take it from its source again");
    }

    private InputStream open() throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(path));
        return path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}

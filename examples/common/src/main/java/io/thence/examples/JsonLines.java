// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.ThenceException.BadRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gzipped file with a JSON object in each line.
 *
 * @param path where it is
 */
public record JsonLines(Path path) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** The file {@code name} below the folder of data sets. */
    public static JsonLines of(String name) {
        return new JsonLines(DataSets.folder().resolve(name));
    }

    /**
     * All lines, each as a record: its components are members of the object; other members are left out.
     *
     * @throws BadRequest if a line does not fit
     */
    public <T> List<T> rows(Class<T> type) throws IOException {
        var rows = new ArrayList<T>();
        try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(path)));
                var lines = MAPPER.readerFor(type).<T>readValues(in)) {
            lines.forEachRemaining(rows::add);
            return rows;
        } catch (JacksonException e) {
            throw new BadRequest(path + ", line " + (rows.size() + 1) + ": " + e.getOriginalMessage()
                    + ": take the file from its source again");
        }
    }
}

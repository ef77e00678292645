// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.server.imports.Column;
import io.thence.server.imports.Mapping;
import io.thence.server.imports.TimeColumn;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How lines become events. */
final class MappingOptions {

    @Option(names = "--type", paramLabel = "NAME", description = "The type of all events, as in account.moved.")
    Optional<String> type = Optional.empty();

    @Option(names = "--type-column", paramLabel = "COLUMN", description = "The column that says the type.")
    Optional<String> typeColumn = Optional.empty();

    @Option(names = "--type-version", paramLabel = "N", description = "The version of the type. Default: 1.")
    int version = 1;

    @Option(names = "--key", paramLabel = "[NAME=]COLUMN", split = ",",
            description = "A key that events are filed under, and the column with its value; the first is the stream. A"
                    + " line without a value is not filed under it. Of JSON, a.b is b of a, and an array many values.")
    List<String> keys = List.of();

    @Option(names = "--columns", paramLabel = "[NAME=]COLUMN[:KIND]", split = ",",
            description = "What goes into the data; of text, a number or a boolean can be made with KIND number or"
                    + " boolean. Default: everything, as it is.")
    List<String> columns = List.of();

    @Option(names = "--time", paramLabel = "COLUMN[:PATTERN]",
            description = "When it happened: ISO 8601, or a pattern as in date:yyMMdd, or epoch, or epoch-millis.")
    Optional<String> time = Optional.empty();

    @Option(names = "--zone", paramLabel = "ZONE",
            description = "Of times that name none, as in Europe/Prague. Default: UTC.")
    ZoneId zone = ZoneOffset.UTC;

    @Option(names = "--id", paramLabel = "COLUMN",
            description = "The column that tells events apart: one that comes again is recognised in any file.")
    Optional<String> id = Optional.empty();

    Mapping mapping(boolean cloudEvents) {
        return new Mapping(type, typeColumn.map(Column::parse), version,
                keys.stream().map(Column::parse).toList(), columns.stream().map(Column::parse).toList(),
                time.map(column -> TimeColumn.parse(column, zone)), id.map(Column::parse), cloudEvents);
    }
}

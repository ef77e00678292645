// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;
import io.thence.server.imports.InputFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a file of lines is read. */
final class InputOptions {

    /** What is on its lines. */
    enum Format {
        CSV,
        JSON,
        CLOUDEVENTS
    }

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "csv, json or cloudevents. Default: what the name says, as in .csv, .tsv, .json, .jsonl.")
    Optional<String> format = Optional.empty();

    @Option(names = "--delimiter", paramLabel = "CHAR",
            description = "Of CSV: between columns; \\t or tab is a tab. Default: a comma; of .tsv a tab.")
    Optional<String> delimiter = Optional.empty();

    @Option(names = "--header", paramLabel = "NAME", split = ",",
            description = "Of CSV without a header line: the names of the columns.")
    List<String> header = List.of();

    @Option(names = "--encoding", paramLabel = "CHARSET", description = "Of the text. Default: UTF-8.")
    Charset encoding = StandardCharsets.UTF_8;

    static boolean isStandard(Path file) {
        return file.toString().equals("-");
    }

    InputFile open(Path file) {
        return isStandard(file) ? InputFile.of(System.in, encoding) : InputFile.open(file, encoding);
    }

    Format format(Path file) {
        var name = format.orElseGet(() -> switch (extension(file)) {
            case "csv", "tsv" -> "csv";
            case "json", "jsonl", "ndjson" -> "json";
            default -> throw new BadRequest("what is in " + file + " its name does not say: give --format csv, json or"
                    + " cloudevents");
        });
        try {
            return Format.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new BadRequest("'" + name + "' is no format: there are csv, json and cloudevents");
        }
    }

    private static String extension(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        var unzipped = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return unzipped.substring(unzipped.lastIndexOf('.') + 1);
    }

    char delimiter(Path file) {
        var text = delimiter.orElse(extension(file).equals("tsv") ? "tab" : ",");
        if (text.equals("\\t") || text.equals("tab")) {
            return '\t';
        }
        if (text.length() != 1) {
            throw new BadRequest("a delimiter is one character, not '" + text + "'");
        }
        return text.charAt(0);
    }

    Optional<List<String>> header() {
        return header.isEmpty() ? Optional.empty() : Optional.of(header);
    }
}

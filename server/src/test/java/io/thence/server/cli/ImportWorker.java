// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.server.imports.BadLines;
import io.thence.server.imports.Column;
import io.thence.server.imports.CsvLines;
import io.thence.server.imports.Importing;
import io.thence.server.imports.InputFile;
import io.thence.server.imports.Mapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Imports a file, and prints a byte for each line, until it is killed or done. */
final class ImportWorker {

    private ImportWorker() {}

    /** Store, input, file for bad lines, and the column with ids, or nothing. */
    public static void main(String[] arguments) {
        var id = arguments[3].isEmpty() ? Optional.<Column>empty() : Optional.of(Column.parse(arguments[3]));
        var mapping = new Mapping(Optional.of("counted"), Optional.empty(), 1, List.of(Column.parse("key")),
                List.of(Column.parse("n:number")), Optional.empty(), id, false);
        try (var in = InputFile.open(Path.of(arguments[1]), StandardCharsets.UTF_8);
                var lines = new CsvLines(in, ',', Optional.empty());
                var importing = Importing.into(Path.of(arguments[0]))) {
            importing.run(new Importing.Input("input", mapping, lines, BadLines.to(Path.of(arguments[2]), _ -> {})),
                    (_, _) -> {
                        System.out.write('.');
                        System.out.flush();
                    }, () -> false);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects, one to a line. Empty lines are left out. */
public final class JsonLines implements Lines {

    private final InputFile file;
    private long number;

    /** Reads the lines of {@code file}. */
    public JsonLines(InputFile file) {
        this.file = file;
    }

    @Override
    public Optional<Line> next() {
        try {
            for (var text = file.reader().readLine(); text != null; text = file.reader().readLine()) {
                number++;
                if (!text.isBlank()) {
                    return Optional.of(line(text));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Line line(String text) {
        var wrong = file.wrongBytes(text);
        if (wrong.isPresent()) {
            return new Line.Bad(number, text, wrong.get());
        }
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8), "a line") instanceof ObjectNode values
                    ? new Line.Good(number, text, values)
                    : new Line.Bad(number, text, "it is no JSON object");
        } catch (Undecodable e) {
            return new Line.Bad(number, text, "it is no JSON");
        }
    }

    @Override
    public InputFile file() {
        return file;
    }
}

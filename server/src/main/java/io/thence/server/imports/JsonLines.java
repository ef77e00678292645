// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
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
            return new Line.Bad(number, text, text, wrong.get());
        }
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8), "a line") instanceof ObjectNode values
                    ? new Line.Good(number, text, text, values)
                    : new Line.Bad(number, text, text, "it is no JSON object");
        } catch (Undecodable e) {
            return new Line.Bad(number, text, text, "it is no JSON" + where(text, e));
        }
    }

    /** The column and the reason, where they are known; the parser counts bytes. */
    private static String where(String text, Undecodable e) {
        if (!(e.getCause() instanceof JacksonException why) || why.getLocation() == null) {
            return "";
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int before = Math.clamp(why.getLocation().getByteOffset(), 0, bytes.length);
        int column = new String(bytes, 0, before, StandardCharsets.UTF_8).length() + 1;
        return " at column " + column + ": " + why.getOriginalMessage();
    }

    @Override
    public InputFile file() {
        return file;
    }
}

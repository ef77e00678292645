// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of lines that are no events: the first one ends the import, or they go to a file, as they are and under
 * the same header, to be mended and imported from there. A second file, {@code NAME.problems}, says of each in the same
 * order what is wrong, in UTF-8. A line at its place in an input goes to a file once, however often it is imported.
 *
 * @param to  the file; none if the first one ends the import
 * @param say is told of the first ones
 */
public record BadLines(Optional<Path> to, Consumer<String> say) {

    /** The first one ends the import. */
    public static BadLines stop() {
        return new BadLines(Optional.empty(), _ -> {});
    }

    /** They go to {@code file}, after what is there; the first are said too. */
    public static BadLines to(Path file, Consumer<String> say) {
        return new BadLines(Optional.of(file), say);
    }
}

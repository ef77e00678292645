// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The input that a person asks for. */
public sealed interface InputChoice {

    /** An input known by its name. */
    enum Named implements InputChoice {
        /** Real orders of December 2010. */
        RETAIL,
        /** Real orders from December 2010 to December 2011. */
        RETAIL_YEAR,
        /** Made-up orders. */
        GENERATED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A file of one's own. */
    record File(Path path) implements InputChoice {}

    /** What the value of {@code --input} asks for: a name, else a path; December when there is none. */
    static InputChoice of(Optional<String> value) {
        var text = value.orElseGet(Named.RETAIL::toString);
        return Arrays.stream(Named.values())
                .filter(named -> named.toString().equals(text))
                .<InputChoice>map(named -> named)
                .findFirst()
                .orElseGet(() -> new File(Path.of(text)));
    }

    /** The names that can be asked for, as a list to read. */
    static String names() {
        return Arrays.stream(Named.values()).map(Named::toString).collect(Collectors.joining(", "));
    }
}

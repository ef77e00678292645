// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** One stream of an input, with a header of its own; it can be opened again. */
public interface InvoicePart {

    /** What to call it in messages. */
    String name();

    /** Its size as it is stored, where that is known. */
    OptionalLong bytes();

    /** Its bytes from the start, gzipped or not. */
    InputStream open() throws IOException;

    /** A file. */
    static InvoicePart of(Path file) {
        return new FilePart(file);
    }

    /** A file as a part. */
    record FilePart(Path file) implements InvoicePart {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public OptionalLong bytes() {
            try { // a pipe has no size
                return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
            } catch (IOException unknown) {
                return OptionalLong.empty();
            }
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}

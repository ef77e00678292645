// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * An input: parts that follow one another as if they were one file with one header. It opens nothing until
 * {@link #open}, and can be opened again.
 */
public record InvoiceSource(List<InvoicePart> parts) {

    /** An input of at least one part. */
    public InvoiceSource {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an input has at least one part");
        }
    }

    /** The input of these parts, in this order. */
    public static InvoiceSource of(InvoicePart... parts) {
        return new InvoiceSource(List.of(parts));
    }

    /** The input of these files, in this order. */
    public static InvoiceSource of(Path... files) {
        return new InvoiceSource(Arrays.stream(files).map(InvoicePart::of).toList());
    }

    /**
     * Opens it. The headers of all parts are checked before anything is given out.
     *
     * @throws InputRefused.UnknownHeader when a part does not start with the known columns
     */
    public Entries open() {
        var first = InvoiceFile.open(parts.getFirst());
        if (parts.size() == 1) {
            return first;
        }
        try {
            parts.stream().skip(1).forEach(part -> InvoiceFile.open(part).close());
            return new InvoiceFiles(first, parts);
        } catch (RuntimeException refused) {
            first.close();
            throw refused;
        }
    }
}

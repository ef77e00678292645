// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import tools.jackson.databind.node.ObjectNode;

/** One entry of an input, with the number of the line that it begins at. */
public sealed interface Line {

    /** The number of the line, from 1. */
    long number();

    /** What the entry is known by; quotation marks that nothing needs make no difference. */
    String text();

    /** The entry as it stands in the input, without the line break. */
    String raw();

    /** An entry whose columns can be told apart. */
    record Good(long number, String text, String raw, ObjectNode values) implements Line {}

    /** An entry that is none, and why. */
    record Bad(long number, String text, String raw, String problem) implements Line {}
}

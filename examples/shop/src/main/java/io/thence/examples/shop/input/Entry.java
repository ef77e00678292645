// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/** What stands on one line of an invoice file: an invoice line, or something that is not one. */
public sealed interface Entry permits InvoiceLine, RefusedLine {

    /** The most of a line that is kept as text. */
    int TEXT_CHARACTERS_MAX = 1_000;

    /** The number of the line in its input; the header is line 1. */
    int number();

    /** The line as it stands there, its first 1,000 characters. */
    String text();
}

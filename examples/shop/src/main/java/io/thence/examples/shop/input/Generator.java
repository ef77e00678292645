// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.InputStream;
import java.util.Iterator;
import java.util.OptionalLong;

/**
 * Makes up invoice lines that look like the real ones, and as dirty: a load for demos without network, benchmarks and
 * the simulator. One seed gives the same bytes on every machine. It takes memory for one invoice, however many there
 * are.
 *
 * @param seed     another one makes other invoices
 * @param invoices how many to make
 */
public record Generator(long seed, int invoices) implements InvoicePart {

    /** More would need invoice numbers of more than six digits. */
    public static final int INVOICES_MAX = 400_000;

    private static final long DECEMBER_SEED = 20_101_201;
    private static final int DECEMBER_INVOICES = 2_025;

    /** A generator of up to {@link #INVOICES_MAX} invoices. */
    public Generator {
        if (invoices < 0 || invoices > INVOICES_MAX) {
            throw new IllegalArgumentException(invoices + " invoices; there can be 0 to " + INVOICES_MAX);
        }
    }

    /** A month like December 2010: about 42,000 lines. */
    public static Generator december() {
        return new Generator(DECEMBER_SEED, DECEMBER_INVOICES);
    }

    /** The lines, the header first, each made when it is asked for. */
    public Iterator<String> lines() {
        return new GeneratedLines(this);
    }

    @Override
    public String name() {
        return "generated";
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.empty();
    }

    /** The lines in UTF-8, each ended by a line feed. */
    @Override
    public InputStream open() {
        return new LineStream(lines());
    }
}

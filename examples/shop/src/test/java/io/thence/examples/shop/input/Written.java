// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;

/** An input written down in a test. */
final class Written implements InvoicePart {

    static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    static final String MUG = "536365,85123A,MUG,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n";

    private final String name;
    private final byte[] content;

    Written(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    static Written text(String content) {
        return new Written("written", content.getBytes(StandardCharsets.UTF_8));
    }

    /** The header and these lines. */
    static Written lines(String... lines) {
        return text(HEADER + String.join("", lines));
    }

    /** A good line of this invoice at this time of 1 December 2010. */
    static String line(String invoice, String time) {
        return invoice + ",85123A,MUG," + (invoice.startsWith("C") ? "-6" : "6") + ",2010-12-01 " + time
                + ",2.55,17850.0,United Kingdom\n";
    }

    Written gzipped() {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new Written(name, packed.toByteArray());
    }

    byte[] content() {
        return content;
    }

    List<Entry> entries() {
        try (var file = InvoiceFile.open(this)) {
            return all(file);
        }
    }

    static List<Entry> all(Entries entries) {
        var all = new ArrayList<Entry>();
        for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            all.add(entry.get());
        }
        return all;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(content.length);
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }
}

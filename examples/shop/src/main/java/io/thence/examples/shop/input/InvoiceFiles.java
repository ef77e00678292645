// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Several files as one: one is open at a time, and the numbers of their lines go on. */
final class InvoiceFiles implements Entries {

    private final Iterator<InvoicePart> later;
    private final OptionalLong bytesTotal;
    private final AtomicLong bytesOfEarlier = new AtomicLong();
    private volatile InvoiceFile current;
    private boolean cut;

    InvoiceFiles(InvoiceFile first, List<InvoicePart> parts) {
        this.current = first;
        this.later = parts.listIterator(1);
        this.bytesTotal = parts.stream().map(InvoicePart::bytes).allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(parts.stream().map(InvoicePart::bytes).mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    @Override
    public Optional<Entry> next() {
        var entry = current.next();
        while (entry.isEmpty() && later.hasNext()) {
            var ended = current;
            cut |= ended.cut();
            ended.close();
            current = InvoiceFile.openAfter(ended.lastNumber(), later.next());
            bytesOfEarlier.addAndGet(ended.bytesRead());
            entry = current.next();
        }
        return entry;
    }

    @Override
    public boolean cut() {
        return cut || current.cut();
    }

    @Override
    public long bytesRead() {
        return bytesOfEarlier.get() + current.bytesRead();
    }

    @Override
    public OptionalLong bytesTotal() {
        return bytesTotal;
    }

    @Override
    public void close() {
        current.close();
    }
}

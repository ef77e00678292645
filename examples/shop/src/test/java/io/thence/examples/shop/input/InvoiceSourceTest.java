// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.examples.shop.input.Written.MUG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InvoiceSourceTest {

    private static final Written CUP = Written.lines(MUG.replace("MUG", "CUP"));
    private static final Written TWO = Written.lines(MUG, MUG);
    private static final Written NONE = Written.lines();

    @Test
    void partsAreNumberedAsOneFileWithOneHeader() {
        try (var entries = InvoiceSource.of(NONE, TWO, NONE, CUP.gzipped(), TWO).open()) {
            assertThat(Written.all(entries)).extracting(Entry::number).containsExactly(2, 3, 4, 5, 6);
            assertThat(entries.next()).isEmpty();
            assertThat(entries.cut()).isFalse();
        }
    }

    @Test
    void progressIsCountedOverAllParts() {
        long bytes = (long) TWO.content().length + CUP.content().length;
        try (var entries = InvoiceSource.of(TWO, CUP).open()) {
            assertThat(entries.bytesTotal()).hasValue(bytes);
            Written.all(entries);
            assertThat(entries.bytesRead()).isEqualTo(bytes);
        }
        try (var entries = InvoiceSource.of(TWO, new Generator(1, 1)).open()) {
            assertThat(entries.bytesTotal()).isEmpty();
        }
    }

    @Test
    void theHeadersOfAllPartsAreCheckedBeforeAnythingIsGivenOut() {
        var source = InvoiceSource.of(TWO, CUP, Written.text("a,b\n"));
        assertThatThrownBy(source::open).isInstanceOf(InputRefused.UnknownHeader.class);
    }

    @Test
    void aCutInOnePartIsRememberedInTheNext() {
        var packed = TWO.gzipped().content();
        var cut = new Written("cut", Arrays.copyOf(packed, packed.length - 4));
        try (var entries = InvoiceSource.of(cut, CUP).open()) {
            assertThat(Written.all(entries)).hasExactlyElementsOfTypes(
                    InvoiceLine.class, InvoiceLine.class, RefusedLine.class, InvoiceLine.class);
            assertThat(entries.cut()).isTrue();
        }
    }

    @Test
    void anInputHasParts() {
        assertThatThrownBy(() -> new InvoiceSource(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDaysOfDecemberAreTheMonthLineForLine() throws IOException {
        var month = InvoiceSource.of(Datasets.need(Datasets.DECEMBER));
        Path[] days;
        try (var files = Files.list(Datasets.need(Datasets.BY_DAY))) {
            days = files.sorted().toArray(Path[]::new);
        }
        assertThat(days).hasSize(20);
        try (var whole = month.open(); var daily = InvoiceSource.of(days).open()) {
            var lines = Written.all(whole);
            assertThat(lines).hasSize(42_481);
            assertThat(Written.all(daily)).isEqualTo(lines);
        }
    }
}

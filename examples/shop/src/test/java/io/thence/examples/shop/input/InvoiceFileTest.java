// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.thence.examples.shop.input.Written.HEADER;
import static io.thence.examples.shop.input.Written.MUG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InvoiceFileTest {

    private static final String COLUMNS = HEADER.strip();

    @Test
    void linesAreNumberedFromTheHeaderOn() {
        assertThat(Written.lines(MUG, MUG, "dirt\n", MUG).entries())
                .extracting(Entry::number).containsExactly(2, 3, 4, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
        "\uFEFFInvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n",
        "\uFEFF\"InvoiceNo\",\"StockCode\",Description,Quantity,InvoiceDate,UnitPrice,CustomerID,\"Country\"\r\n"})
    void headersThatAreKnown(String header) {
        assertThat(Written.text(header + MUG).entries()).containsExactlyElementsOf(Written.lines(MUG).entries());
    }

    @Test
    void aHeaderAloneIsAnInputOfNothing() {
        assertThat(Written.text(HEADER).entries()).isEmpty();
        assertThat(Written.text(COLUMNS).entries()).isEmpty();
    }

    @Test
    void anUnknownHeaderIsRefusedBeforeAnythingIsGivenOut() {
        assertThatThrownBy(() -> InvoiceFile.open(Written.text("Invoice,StockCode\n" + MUG)))
                .isInstanceOf(InputRefused.UnknownHeader.class)
                .hasMessage("The header of written is unknown: it starts with 'Invoice,StockCode'. Expected are the"
                        + " columns InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country."
                        + " Give the file these columns, as CSV in UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "a,b\n",
        "invoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,More",
        "StockCode,InvoiceNo,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,\"Country\n"})
    void headersThatAreUnknown(String header) {
        assertThatThrownBy(() -> InvoiceFile.open(Written.text(header)))
                .isInstanceOf(InputRefused.UnknownHeader.class);
    }

    @Test
    void anEmptyFileHasNoHeader() {
        assertThatThrownBy(() -> InvoiceFile.open(Written.text("")))
                .isInstanceOf(InputRefused.UnknownHeader.class)
                .hasMessageContaining("it starts with nothing: it is empty.");
        assertThatThrownBy(() -> InvoiceFile.open(Written.text("").gzipped()))
                .isInstanceOf(InputRefused.UnknownHeader.class)
                .hasMessageContaining("it starts with nothing: it is empty.");
    }

    @Test
    void aHeaderCannotRingTheBell() {
        assertThatThrownBy(() -> InvoiceFile.open(Written.text("\u001B[31m\u0007" + "x".repeat(300))))
                .hasMessageContaining("'?[31m?" + "x".repeat(194) + "...'");
    }

    @Test
    void carriageReturnsBeforeLineFeedsAreNoPartOfALine() {
        var crlf = Written.text((HEADER + MUG + MUG).replace("\n", "\r\n"));
        assertThat(crlf.entries()).containsExactlyElementsOf(Written.lines(MUG, MUG).entries());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n", "\r\n", "\n\r\n"})
    void theLastLineMayBeEmptyOrUnended(String end) {
        assertThat(Written.text(HEADER + MUG + MUG.strip() + end).entries())
                .containsExactlyElementsOf(Written.lines(MUG, MUG).entries());
    }

    @Test
    void anEmptyLineInTheMiddleIsRefused() {
        var entries = Written.lines(MUG, "\n", MUG).entries();
        assertThat(entries).hasSize(3);
        assertThat(((RefusedLine) entries.get(1)).reason()).isEqualTo("empty line");
        assertThat(entries.getLast().number()).isEqualTo(4);
    }

    @Test
    void anOpenQuoteRefusesItsLineAlone() {
        var entries = Written.lines(MUG, MUG.replace("MUG", "\"MUG"), MUG).entries();
        assertThat(entries).hasExactlyElementsOfTypes(InvoiceLine.class, RefusedLine.class, InvoiceLine.class);
    }

    @Test
    void gzipIsKnownByItsFirstBytesAndNotByItsName(@TempDir Path folder) throws IOException {
        var packed = folder.resolve("packed.csv");
        Files.write(packed, Written.lines(MUG).gzipped().content());
        var plain = folder.resolve("plain.csv.gz");
        Files.write(plain, Written.lines(MUG).content());
        for (var file : new Path[] {packed, plain}) {
            try (var entries = InvoiceFile.open(file)) {
                assertThat(Written.all(entries)).hasSize(1);
                assertThat(entries.cut()).isFalse();
                assertThat(entries.bytesRead()).isEqualTo(Files.size(file));
                assertThat(entries.bytesTotal()).hasValue(Files.size(file));
            }
        }
    }

    @Test
    void severalGzipsInOneFileAreOne() {
        var first = Written.lines(MUG).gzipped().content();
        var second = Written.text(MUG).gzipped().content();
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(new Written("both", both).entries()).hasSize(2);
    }

    /** Cuts a gzip everywhere: what is complete counts, and the cut is one refused line. */
    @Test
    void ofACutGzipTheCompleteLinesAreGivenOut() {
        var content = HEADER + MUG + MUG.replace("MUG", "\u00A340 CUP") + MUG.replace("MUG", "PLATE");
        var whole = Written.text(content).entries();
        var packed = Written.text(content).gzipped().content();
        int complete = 0;
        for (int length = 2; length < packed.length; length++) {
            var part = new Written("part", Arrays.copyOf(packed, length));
            InvoiceFile file;
            try {
                file = InvoiceFile.open(part);
            } catch (InputRefused.UnknownHeader headerCut) {
                assertThat(headerCut).hasMessageContaining("a gzip that is cut or corrupt");
                assertThat(complete).isZero();
                continue;
            }
            var entries = Written.all(file);
            var cut = (RefusedLine) entries.getLast();
            complete = entries.size() - 1;
            assertThat(entries.subList(0, complete)).isEqualTo(whole.subList(0, complete));
            assertThat(cut.reason()).isEqualTo("the file is cut after " + complete + " complete lines");
            assertThat(cut.number()).isEqualTo(complete + 2);
            assertThat(cut.at()).isEmpty();
            assertThat(file.cut()).isTrue();
            assertThat(file.next()).isEmpty();
        }
        assertThat(complete).isEqualTo(3);
    }

    @Test
    void theTextOfACutIsWhatThereIsOfTheLine() {
        var lines = new StringBuilder(HEADER);
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            lines.append(MUG.replace("MUG", Long.toHexString(random.nextLong())));
        }
        var packed = Written.text(lines.toString()).gzipped().content();
        var entries = new Written("half", Arrays.copyOf(packed, packed.length / 2)).entries();
        assertThat(entries).hasSizeBetween(900, 1_100);
        var text = ((RefusedLine) entries.getLast()).text();
        assertThat(text).startsWith("536365").isEqualTo(lines.toString().lines().toList().get(entries.size())
                .substring(0, text.length()));
    }

    @Test
    void aCorruptGzipIsACutToo() {
        var packed = Written.lines(MUG, MUG).gzipped().content();
        packed[packed.length - 6] ^= 1; // a byte of the checksum at its end
        try (var file = InvoiceFile.open(new Written("corrupt", packed))) {
            assertThat(Written.all(file)).hasExactlyElementsOfTypes(
                    InvoiceLine.class, InvoiceLine.class, RefusedLine.class);
            assertThat(file.cut()).isTrue();
        }
    }

    @Test
    void anEmptyLineBeforeACutIsNotTheLast() {
        var packed = Written.lines(MUG, "\n").gzipped().content();
        var entries = new Written("cut", Arrays.copyOf(packed, packed.length - 8)).entries();
        assertThat(entries).hasExactlyElementsOfTypes(InvoiceLine.class, RefusedLine.class, RefusedLine.class);
        assertThat(((RefusedLine) entries.get(1)).reason()).isEqualTo("empty line");
        assertThat(((RefusedLine) entries.get(2)).reason()).isEqualTo("the file is cut after 2 complete lines");
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndTheNextOnesAreNot() {
        var longest = MUG.replace("MUG", "M".repeat(64 * 1024 - MUG.length() + 4));
        assertThat(longest.strip()).hasSize(64 * 1024);
        for (int more : new int[] {1, 2, 60_000, 70_000, 200_000}) {
            var entries = Written.lines(longest, longest.replace("M,", "M".repeat(more + 1) + ","), MUG).entries();
            assertThat(entries).hasExactlyElementsOfTypes(InvoiceLine.class, RefusedLine.class, InvoiceLine.class);
            var refused = (RefusedLine) entries.get(1);
            assertThat(refused.reason()).isEqualTo("the line is longer than 65536 bytes");
            assertThat(refused.text()).hasSize(1_000);
            assertThat(entries.getLast().number()).isEqualTo(4);
        }
    }

    @Test
    void aLineWithoutEndIsReadInBoundedMemory() {
        long bytes = 300L << 20;
        var endless = new Streamed(() -> new SequenceInputStream(Written.text(HEADER).open(), ofX(bytes)));
        try (var file = InvoiceFile.open(endless)) {
            assertThat(Written.all(file)).hasExactlyElementsOfTypes(RefusedLine.class);
            assertThat(file.bytesRead()).isEqualTo(bytes + HEADER.length());
            assertThat(file.bytesTotal()).isEmpty();
        }
    }

    @Test
    void aFileThatCannotBeReadOnIsNoCut() {
        var broken = new Streamed(() -> new SequenceInputStream(Written.lines(MUG).open(), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("disk gone");
            }
        }));
        try (var file = InvoiceFile.open(broken)) {
            assertThat(file.next()).isPresent();
            assertThatThrownBy(file::next)
                    .isInstanceOf(InputRefused.Unreadable.class)
                    .hasMessageContaining("The input streamed cannot be read: java.io.IOException: disk gone.");
        }
    }

    private static InputStream ofX(long bytes) {
        return new InputStream() {
            private long left = bytes;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int some = (int) Math.min(left, length);
                Arrays.fill(buffer, offset, offset + some, (byte) 'x');
                left -= some;
                return some == 0 ? -1 : some;
            }
        };
    }

    /** A part of unknown size. */
    private record Streamed(Supplier<InputStream> stream) implements InvoicePart {
        @Override
        public String name() {
            return "streamed";
        }

        @Override
        public OptionalLong bytes() {
            return OptionalLong.empty();
        }

        @Override
        public InputStream open() {
            return stream.get();
        }
    }
}

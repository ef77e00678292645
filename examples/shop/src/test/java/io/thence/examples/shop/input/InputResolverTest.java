// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputResolverTest {

    @TempDir
    private Path folder;

    @Test
    void theValueOfInputIsANameOrAPath() {
        assertThat(InputChoice.of(Optional.empty())).isEqualTo(InputChoice.Named.RETAIL);
        assertThat(InputChoice.of(Optional.of("retail"))).isEqualTo(InputChoice.Named.RETAIL);
        assertThat(InputChoice.of(Optional.of("retail-year"))).isEqualTo(InputChoice.Named.RETAIL_YEAR);
        assertThat(InputChoice.of(Optional.of("generated"))).isEqualTo(InputChoice.Named.GENERATED);
        assertThat(InputChoice.of(Optional.of("./retail"))).isEqualTo(new InputChoice.File(Path.of("./retail")));
        assertThat(InputChoice.names()).isEqualTo("retail, retail-year, generated");
    }

    @Test
    void realDataIsTakenFromTheFolderOfDataSets() throws IOException {
        var retail = Files.createDirectories(folder.resolve("data/retail"));
        var content = Written.lines(Written.MUG).gzipped().content();
        var december = Files.write(retail.resolve("december-2010.csv.gz"), content);
        var year = Files.write(retail.resolve("online-retail.csv.gz"), content);
        assertThat(offline().resolve(InputChoice.Named.RETAIL)).isEqualTo(new ResolvedInput("retail",
                InvoiceSource.of(december),
                "Input: retail, real orders, from the folder of data sets (" + december + ")."));
        assertThat(offline().resolve(InputChoice.Named.RETAIL_YEAR)).isEqualTo(new ResolvedInput("retail-year",
                InvoiceSource.of(year),
                "Input: retail-year, real orders, from the folder of data sets (" + year + ")."));
    }

    @Test
    void elseItIsDownloadedOnceAndThenTakenFromTheCache() throws IOException {
        URI base;
        try (var server = new DayServer(Datasets.need(Datasets.BY_DAY))) {
            base = server.base();
            var input = resolver(base).resolve(InputChoice.Named.RETAIL);
            assertThat(input.name()).isEqualTo("retail");
            assertThat(input.sentence()).isEqualTo("Input: retail, real orders of 20 days, downloaded from " + base
                    + " to " + folder.resolve("cache") + ".");
            try (var entries = input.source().open()) {
                assertThat(Written.all(entries)).hasSize(42_481);
            }
        }
        assertThat(resolver(base).resolve(InputChoice.Named.RETAIL).sentence()).isEqualTo(
                "Input: retail, real orders of 20 days, from the cache " + folder.resolve("cache") + ".");
    }

    @ParameterizedTest
    @CsvSource({"retail", "retail-year"})
    void withoutNetworkOrdersAreMadeUpUnderTheirOwnName(String value) throws IOException {
        var input = offline().resolve(InputChoice.of(Optional.of(value)));
        assertThat(input.name()).isEqualTo("generated");
        assertThat(input.source()).isEqualTo(InvoiceSource.of(Generator.december()));
        assertThat(input.sentence())
                .startsWith("Input: generated, made-up orders of 2025 invoices from seed 20101201 in place of " + value
                        + ", since http://localhost:")
                .contains("cannot be reached").endsWith(".");
    }

    @Test
    void aWrongChecksumIsNoLackOfNetwork() throws IOException {
        try (var server = new DayServer(Datasets.need(Datasets.BY_DAY))) {
            server.spoil((name, content) -> "spoilt".getBytes(StandardCharsets.UTF_8));
            var resolver = resolver(server.base());
            assertThatThrownBy(() -> resolver.resolve(InputChoice.Named.RETAIL))
                    .isInstanceOf(InputRefused.WrongChecksum.class);
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaid() throws IOException {
        var file = Files.writeString(folder.resolve("cache"), "a file in its place");
        assertThat(offline().resolve(InputChoice.Named.RETAIL).sentence())
                .contains("in place of retail, since the cache " + file + " cannot be used (");
    }

    @Test
    void madeUpOrdersNeedNothing() throws IOException {
        assertThat(offline().resolve(InputChoice.Named.GENERATED)).isEqualTo(new ResolvedInput("generated",
                InvoiceSource.of(Generator.december()),
                "Input: generated, made-up orders of 2025 invoices from seed 20101201."));
    }

    @ParameterizedTest
    @CsvSource({"orders.csv.gz, orders", "orders.csv, orders", "orders, orders", "my orders (2).csv, my-orders--2-",
        "...csv, file-", "retail.csv, file-retail", "generated.csv.gz, file-generated", "a.b.csv, a.b",
        ".hidden.csv, hidden"})
    void aFileNamesTheDataDirectory(String fileName, String name) throws IOException {
        var file = Files.write(folder.resolve(fileName), Written.lines().content());
        assertThat(offline().resolve(new InputChoice.File(file))).isEqualTo(
                new ResolvedInput(name, InvoiceSource.of(file), "Input: the file " + file + "."));
    }

    @Test
    void aFileThatIsMissingIsSaidToBe() throws IOException {
        var missing = new InputChoice.File(folder.resolve("missing.csv"));
        var resolver = offline();
        assertThatThrownBy(() -> resolver.resolve(missing))
                .isInstanceOf(InputRefused.NoSuchInput.class)
                .hasMessage("The input " + missing.path() + " does not exist. Name a CSV file of invoice lines, gzipped"
                        + " or not, or one of retail, retail-year, generated.");
        assertThatThrownBy(() -> resolver.resolve(new InputChoice.File(folder)))
                .isInstanceOf(InputRefused.NoSuchInput.class).hasMessageContaining(folder + " is a folder.");
    }

    private InputResolver offline() throws IOException {
        return resolver(DownloadTest.closedPort());
    }

    private InputResolver resolver(URI base) {
        return new InputResolver(folder.resolve("data"),
                new Download(base, folder.resolve("cache"), (files, total, bytes) -> { }));
    }
}

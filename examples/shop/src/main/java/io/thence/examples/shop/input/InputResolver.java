// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the input that was asked for. Real data is looked for in this order: in the folder of data sets, in the
 * program's own cache, at its public source; where that cannot be reached, made-up orders are taken in its place, under
 * their own name, so that they never mix with real ones.
 *
 * @param datasets the folder of data sets; it need not exist
 * @param download how real data is loaded
 */
public record InputResolver(Path datasets, Download download) {

    /**
     * Finds the input.
     *
     * @throws InputRefused when there is no such file, or when a download is not what was published
     */
    public ResolvedInput resolve(InputChoice choice) {
        return switch (choice) {
            case InputChoice.File(var path) -> file(path);
            case InputChoice.Named named -> switch (named) {
                case RETAIL -> real(named, "december-2010.csv.gz", DayFile.december());
                case RETAIL_YEAR -> real(named, "online-retail.csv.gz", DayFile.year());
                case GENERATED -> generated("");
            };
        };
    }

    private static ResolvedInput file(Path path) {
        var file = path.toAbsolutePath().normalize();
        if (Files.notExists(file)) {
            throw new InputRefused.NoSuchInput(file.toString(), "does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new InputRefused.NoSuchInput(file.toString(), "is a folder");
        }
        if (!Files.isReadable(file)) {
            throw new InputRefused.NoSuchInput(file.toString(), "may not be read");
        }
        return new ResolvedInput(directoryName(file), InvoiceSource.of(file), "Input: the file " + file + ".");
    }

    /** The file's name without its endings, and without what a folder's name should not have. */
    private static String directoryName(Path file) {
        var name = String.valueOf(file.getFileName())
                .replaceFirst("\\.gz$", "")
                .replaceFirst("\\.csv$", "")
                .replaceAll("[^A-Za-z0-9._-]", "-")
                .replaceFirst("^\\.+", "");
        boolean taken = name.isEmpty() || InputChoice.of(Optional.of(name)) instanceof InputChoice.Named;
        return taken ? "file-" + name : name;
    }

    private ResolvedInput real(InputChoice.Named named, String fileName, List<DayFile> days) {
        var file = datasets.resolve("retail").resolve(fileName).toAbsolutePath().normalize();
        if (Files.isReadable(file)) {
            return new ResolvedInput(named.toString(), InvoiceSource.of(file),
                    "Input: " + named + ", real orders, from the folder of data sets (" + file + ").");
        }
        try {
            var loaded = download.load(days);
            var from = loaded.fresh() == 0
                    ? "from the cache " + download.cache()
                    : "downloaded from " + download.base() + " to " + download.cache();
            return new ResolvedInput(named.toString(), InvoiceSource.of(loaded.files().toArray(Path[]::new)),
                    "Input: " + named + ", real orders of " + days.size() + " days, " + from + ".");
        } catch (Download.Unreachable unreachable) {
            return generated(" in place of " + named + ", since " + unreachable.why());
        }
    }

    private static ResolvedInput generated(String why) {
        var generator = Generator.december();
        return new ResolvedInput(InputChoice.Named.GENERATED.toString(), InvoiceSource.of(generator),
                "Input: generated, made-up orders of " + generator.invoices() + " invoices from seed "
                        + generator.seed() + why + ".");
    }
}

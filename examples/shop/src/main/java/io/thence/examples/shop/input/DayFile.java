// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of the 305 daily files in which the real orders are published.
 *
 * @param name   of the file
 * @param sha256 of its bytes, in hexadecimal
 */
record DayFile(String name, String sha256) {

    private static final String MANIFEST = "by-day.sha256";
    private static final int SHA_CHARACTERS = 64;

    /** All days, in order. */
    static List<DayFile> year() {
        try (var manifest = DayFile.class.getResourceAsStream(MANIFEST)) {
            if (manifest == null) {
                throw new IllegalStateException("the program is built without its resource " + MANIFEST);
            }
            return new String(manifest.readAllBytes(), StandardCharsets.US_ASCII).lines().map(DayFile::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The days of December 2010, in order. */
    static List<DayFile> december() {
        return year().stream().filter(day -> day.name.startsWith("2010-12-")).toList();
    }

    /** A line as sha256sum writes it: the checksum, two spaces, the name. */
    private static DayFile parse(String line) {
        return new DayFile(line.substring(SHA_CHARACTERS + 2), line.substring(0, SHA_CHARACTERS));
    }
}

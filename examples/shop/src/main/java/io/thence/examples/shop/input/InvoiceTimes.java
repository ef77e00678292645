// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Reads InvoiceDates. The latest one is kept, since most lines have the time of the line before; so: one thread. */
final class InvoiceTimes {

    static final String FORM = "yyyy-MM-dd HH:mm:ss";
    static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private String latest = "";
    private Optional<Instant> latestTime = Optional.empty();

    /** The time, as UTC; empty when the text is not exactly one that exists. */
    Optional<Instant> read(String text) {
        if (!text.equals(latest)) {
            latestTime = parse(text);
            latest = text;
        }
        return latestTime;
    }

    private static Optional<Instant> parse(String text) {
        if (text.length() != FORM.length()) {
            return Optional.empty(); // the JDK's format would also take a year with a sign and more digits
        }
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}

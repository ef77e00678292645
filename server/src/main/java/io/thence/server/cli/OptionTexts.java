// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How texts of options become values; one that does not is told how it is written. */
final class OptionTexts {

    private OptionTexts() {}

    static void register(CommandLine line) {
        line.registerConverter(KeyValue.class, OptionTexts::keyValue);
        line.registerConverter(Duration.class, OptionTexts.of(Duration::parse,
                "no duration: write P90D for 90 days, PT12H for 12 hours, PT30M for 30 minutes"));
        line.registerConverter(Instant.class, OptionTexts.of(Instant::parse,
                "no time: write it as in 2026-03-01T08:30:00Z"));
        line.registerConverter(LocalDate.class, OptionTexts.of(LocalDate::parse,
                "no day of the calendar: write YEAR-MONTH-DAY, as in 1994-02-28"));
        line.registerConverter(ZoneId.class, OptionTexts.of(ZoneId::of,
                "no time zone: write it as in Europe/Prague, UTC or +01:00"));
        line.registerConverter(Charset.class, OptionTexts.of(Charset::forName,
                "no charset that is known here: write it as in UTF-8, ISO-8859-1 or windows-1250"));
    }

    private static <T> ITypeConverter<T> of(ITypeConverter<T> converter, String otherwise) {
        return text -> {
            try {
                return converter.convert(text);
            } catch (DateTimeException | IllegalArgumentException _) {
                throw new TypeConversionException("'" + text + "' is " + otherwise);
            }
        };
    }

    private static KeyValue keyValue(String text) {
        try {
            return KeyValue.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}

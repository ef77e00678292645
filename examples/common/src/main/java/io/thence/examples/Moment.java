// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as it is typed: {@code 2010-12-10}, {@code 2010-12-10T12:00:00} or the same with {@code Z}, all UTC; a space
 * may stand for the {@code T}. A date alone is its first moment.
 */
public final class Moment implements ITypeConverter<Instant> {

    private static final int DATE_LENGTH = 10;

    @Override
    public Instant convert(String text) {
        try {
            if (text.length() == DATE_LENGTH) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            var local = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
            return LocalDateTime.parse(local.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw new TypeConversionException(
                    "'" + text + "' is no time: write 2010-12-10, 2010-12-10T12:00:00 or 2010-12-10T12:00:00Z (UTC)");
        }
    }
}

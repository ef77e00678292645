// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Values without parts: usual ones, and extreme ones that are legal all the same. */
final class PlainValues {

    private static final long DAY_SECONDS = 86_400;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** How values of one type are made. */
    private record Made(Function<RandomGenerator, ?> usual, List<?> extremes) {}

    private static final Map<Class<?>, Made> TYPES = types();

    private PlainValues() {}

    /** A value of {@code type}, if it is one without parts. */
    static Optional<Object> of(Class<?> type, boolean extreme, RandomGenerator random) {
        var made = TYPES.get(type);
        if (made == null) {
            return Optional.empty();
        }
        return Optional.of(extreme && !made.extremes.isEmpty()
                ? made.extremes.get(random.nextInt(made.extremes.size()))
                : made.usual.apply(random));
    }

    private static Map<Class<?>, Made> types() {
        var types = new HashMap<Class<?>, Made>();
        numbers(types);
        times(types);
        types.put(String.class, new Made(random -> String.valueOf((char) ('a' + random.nextInt(5))),
                List.of("", " ", "0", "ä\u0301€\ud83d\ude00", "\"\\\n\t\0", "x".repeat(300))));
        types.put(char.class, new Made(random -> (char) ('a' + random.nextInt(5)), List.of(' ', '\0', '€')));
        types.put(Character.class, types.get(char.class));
        types.put(boolean.class, new Made(RandomGenerator::nextBoolean, List.of()));
        types.put(Boolean.class, types.get(boolean.class));
        types.put(UUID.class, new Made(random -> new UUID(0, random.nextInt(5)), List.of(new UUID(-1, -1))));
        return types;
    }

    private static void numbers(Map<Class<?>, Made> types) {
        types.put(byte.class, new Made(random -> (byte) small(random), List.of(Byte.MIN_VALUE, Byte.MAX_VALUE)));
        types.put(Byte.class, types.get(byte.class));
        types.put(short.class, new Made(random -> (short) small(random), List.of(Short.MIN_VALUE, Short.MAX_VALUE)));
        types.put(Short.class, types.get(short.class));
        types.put(int.class, new Made(PlainValues::small, List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE)));
        types.put(Integer.class, types.get(int.class));
        types.put(long.class, new Made(random -> (long) small(random), List.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE)));
        types.put(Long.class, types.get(long.class));
        types.put(float.class, new Made(random -> small(random) / 2f, List.of(-0f, Float.MIN_VALUE, Float.MAX_VALUE)));
        types.put(Float.class, types.get(float.class));
        types.put(double.class,
                new Made(random -> small(random) / 4.0, List.of(-0.0, Double.MIN_VALUE, -Double.MAX_VALUE)));
        types.put(Double.class, types.get(double.class));
        types.put(BigDecimal.class, new Made(random -> BigDecimal.valueOf(small(random), random.nextInt(3)),
                List.of(BigDecimal.ZERO, new BigDecimal("-0.00"), new BigDecimal("12345678901234567890.123456789"))));
        types.put(BigInteger.class, new Made(random -> BigInteger.valueOf(small(random)),
                List.of(BigInteger.ZERO, BigInteger.TWO.pow(100).negate())));
        types.put(OptionalInt.class, new Made(random -> OptionalInt.of(small(random)), List.of(OptionalInt.empty())));
        types.put(OptionalLong.class,
                new Made(random -> OptionalLong.of(small(random)), List.of(OptionalLong.empty())));
        types.put(OptionalDouble.class,
                new Made(random -> OptionalDouble.of(small(random)), List.of(OptionalDouble.empty())));
    }

    /** Mostly a few, so that the same comes again; now and then some hundreds, or less than nothing. */
    private static int small(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(1_000);
            case 1 -> -random.nextInt(5);
            default -> random.nextInt(8);
        };
    }

    private static void times(Map<Class<?>, Made> types) {
        types.put(Instant.class, new Made(PlainValues::time, List.of(Instant.EPOCH, Instant.parse(
                "9999-12-31T23:59:59.999999999Z"))));
        types.put(OffsetDateTime.class, new Made(random -> time(random).atOffset(ZoneOffset.ofHours(1)), List.of()));
        types.put(ZonedDateTime.class, new Made(random -> time(random).atZone(ZoneId.of("Europe/Berlin")), List.of()));
        types.put(LocalDateTime.class,
                new Made(random -> LocalDateTime.ofInstant(time(random), ZoneOffset.UTC), List.of()));
        types.put(LocalDate.class, new Made(random -> LocalDate.ofInstant(time(random), ZoneOffset.UTC),
                List.of(LocalDate.of(2024, 2, 29), LocalDate.EPOCH)));
        types.put(LocalTime.class, new Made(random -> LocalTime.ofSecondOfDay(random.nextLong(DAY_SECONDS)),
                List.of(LocalTime.MIN, LocalTime.MAX)));
        types.put(Duration.class, new Made(random -> Duration.ofMinutes(small(random)),
                List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(100_000))));
        types.put(Period.class, new Made(random -> Period.ofDays(small(random)), List.of(Period.ZERO)));
        types.put(Year.class, new Made(random -> Year.of(2020 + random.nextInt(10)), List.of()));
        types.put(YearMonth.class, new Made(random -> YearMonth.of(2026, 1 + random.nextInt(12)), List.of()));
    }

    private static Instant time(RandomGenerator random) {
        return START.plusSeconds(random.nextLong(10) * DAY_SECONDS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.Cases;
import io.thence.event.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of any record, made by chance from a seed. */
final class Samples {

    private static final ZoneOffset TWO = ZoneOffset.ofHours(2);

    private final Random random;
    private int depth;

    Samples(long seed) {
        random = new Random(seed);
    }

    Object of(Type type) {
        return of(type, Map.of());
    }

    private Object of(Type type, Map<String, Type> variables) {
        return switch (type) {
            case TypeVariable<?> variable -> of(variables.get(variable.getName()), variables);
            case ParameterizedType generic -> generic((Class<?>) generic.getRawType(),
                    Arrays.stream(generic.getActualTypeArguments())
                            .map(one -> one instanceof TypeVariable<?> v ? variables.get(v.getName()) : one).toList());
            case Class<?> raw when raw.isRecord() -> record(raw, Map.of());
            case Class<?> raw when raw.isEnum() -> raw.getEnumConstants()[random.nextInt(
                    raw.getEnumConstants().length)];
            case Class<?> raw when Json.hasCases(raw) -> {
                var cases = Cases.of(raw);
                yield of(cases.get(random.nextInt(cases.size())));
            }
            case Class<?> raw -> plain(raw);
            default -> throw new IllegalArgumentException(type.getTypeName());
        };
    }

    private Object generic(Class<?> raw, List<Type> of) {
        if (raw.isRecord()) {
            var variables = new HashMap<String, Type>();
            for (int i = 0; i < of.size(); i++) {
                variables.put(raw.getTypeParameters()[i].getName(), of.get(i));
            }
            return record(raw, variables);
        }
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(of(of.getFirst()));
        }
        var list = new ArrayList<>();
        int size = depth > 4 ? 0 : random.nextInt(3);
        for (int i = 0; i < size; i++) {
            list.add(of(of.getLast()));
        }
        if (raw == Map.class) {
            var map = new LinkedHashMap<>();
            list.forEach(value -> map.put(of(of.getFirst()), value));
            return map;
        }
        return raw == Set.class ? new HashSet<>(list) : list;
    }

    private Object record(Class<?> raw, Map<String, Type> variables) {
        depth++;
        var values = new ArrayList<@Nullable Object>();
        for (var component : raw.getRecordComponents()) {
            boolean none = component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean();
            values.add(none ? null : of(component.getGenericType(), variables));
        }
        depth--;
        try {
            var types = Arrays.stream(raw.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = raw.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object plain(Class<?> raw) {
        long number = random.nextLong();
        var instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        return switch (raw.getSimpleName()) {
            case "String" -> new String[] {"", "a \"b\" c", "\u00e9\u20ac\ud83d\ude00"}[random.nextInt(3)];
            case "char" -> (char) ('a' + random.nextInt(26));
            case "byte" -> (byte) number;
            case "short" -> (short) number;
            case "int", "Integer" -> (int) number;
            case "long", "Long" -> number;
            case "float" -> (float) random.nextGaussian();
            case "double" -> random.nextGaussian() * 1e30;
            case "boolean" -> random.nextBoolean();
            case "BigDecimal" -> new BigDecimal(BigInteger.valueOf(number), random.nextInt(20));
            case "BigInteger" -> BigInteger.valueOf(number).pow(3);
            case "UUID" -> new UUID(number, ~number);
            case "byte[]" -> Long.toString(number).getBytes(StandardCharsets.UTF_8);
            case "OptionalInt" -> random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of((int) number);
            case "OptionalLong" -> random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number);
            default -> time(raw, instant);
        };
    }

    private static Object time(Class<?> raw, Instant instant) {
        var local = LocalDateTime.ofInstant(instant, TWO);
        Map<Class<?>, Object> times = Map.ofEntries(Map.entry(Instant.class, instant),
                Map.entry(LocalDateTime.class, local), Map.entry(LocalDate.class, local.toLocalDate()),
                Map.entry(LocalTime.class, local.toLocalTime()), Map.entry(OffsetDateTime.class, local.atOffset(TWO)),
                Map.entry(ZonedDateTime.class, local.atZone(ZoneId.of("Europe/London"))),
                Map.entry(OffsetTime.class, local.toLocalTime().atOffset(TWO)),
                Map.entry(Duration.class, Duration.ofMillis(instant.toEpochMilli() - 1)),
                Map.entry(Period.class, Period.of(1, 2, 3)), Map.entry(Year.class, Year.of(local.getYear())),
                Map.entry(YearMonth.class, YearMonth.from(local)), Map.entry(MonthDay.class, MonthDay.from(local)),
                Map.entry(ZoneId.class, ZoneId.of("Europe/London")), Map.entry(ZoneOffset.class, TWO),
                Map.entry(DayOfWeek.class, local.getDayOfWeek()));
        return times.get(raw);
    }
}

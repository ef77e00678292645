// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.DataSets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The lines of the file, cut at their commas, and answers by plain loops: they owe nothing to what is tested. */
record PlainHotel(List<Line> lines) {

    record Line(int number, String hotel, LocalDate arrival, LocalDate placed, int nights, String status,
            LocalDate closed, String agent, String deposit, BigDecimal price) {

        boolean isCancelled() {
            return status.equals("Canceled");
        }

        boolean hasLeft() {
            return status.equals("Check-Out");
        }

        long days(LocalDate from, LocalDate to) {
            return ChronoUnit.DAYS.between(from, to);
        }
    }

    static PlainHotel read() throws IOException {
        var month = DateTimeFormatter.ofPattern("yyyy MMMM d", Locale.ENGLISH);
        var lines = new ArrayList<Line>();
        try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                Files.newInputStream(DataSets.folder().resolve(BookingsFile.NAME))), StandardCharsets.UTF_8))) {
            in.readLine();
            for (var text = in.readLine(); text != null; text = in.readLine()) {
                var cells = text.split(",", -1);
                var arrival = LocalDate.parse(cells[3] + " " + cells[4] + " " + cells[6], month);
                int nights = Integer.parseInt(cells[7]) + Integer.parseInt(cells[8]);
                lines.add(new Line(lines.size() + 1, cells[0], arrival,
                        arrival.minusDays(Integer.parseInt(cells[2])), nights, cells[30],
                        LocalDate.parse(cells[31]), cells[23], cells[22],
                        new BigDecimal(cells[27]).multiply(BigDecimal.valueOf(nights)).setScale(2)));
            }
        }
        return new PlainHotel(lines);
    }

    PlainHotel only(Predicate<Line> which) {
        return new PlainHotel(lines.stream().filter(which).toList());
    }

    private static String rows(Map<?, ?> counts) {
        return counts.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()).collect(Collectors.joining("; "));
    }

    String counts(Predicate<Line> which, Function<Line, String> by) {
        var counts = new TreeMap<String, Integer>();
        lines.stream().filter(which).forEach(line -> counts.merge(by.apply(line), 1, Integer::sum));
        return rows(counts);
    }

    String statuses() {
        return counts(_ -> true, line -> line.hotel() + " | " + line.status());
    }

    String months(int year) {
        return counts(line -> line.placed().getYear() == year, line -> line.placed().toString().substring(0, 7));
    }

    String open(LocalDate day) {
        var counts = new TreeMap<String, int[]>();
        for (var line : lines) {
            if (line.placed().compareTo(day) <= 0 && line.closed().compareTo(day) > 0
                    && line.arrival().compareTo(day) > 0) {
                var count = counts.computeIfAbsent(line.hotel(), _ -> new int[2]);
                count[0]++;
                count[1] += line.nights();
            }
        }
        return counts.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()[0] + " | " + e.getValue()[1])
                .collect(Collectors.joining("; "));
    }

    String occupied(LocalDate night) {
        return counts(line -> line.hasLeft() && line.arrival().compareTo(night) <= 0
                && line.arrival().plusDays(line.nights()).compareTo(night) > 0, Line::hotel);
    }

    String late(int days) {
        return counts(line -> line.isCancelled() && line.closed().compareTo(line.arrival()) <= 0
                && line.closed().plusDays(days).compareTo(line.arrival()) >= 0, Line::deposit);
    }

    String quick(int days) {
        int atOnce = 0;
        int soon = 0;
        for (var line : lines) {
            long after = line.days(line.placed(), line.closed());
            atOnce += line.isCancelled() && after == 0 ? 1 : 0;
            soon += line.isCancelled() && after >= 1 && after <= days ? 1 : 0;
        }
        return atOnce + " | " + soon;
    }

    /** The first so many of what there is most of, the least first of equals. */
    private static <K extends Comparable<K>> List<Map.Entry<K, Integer>> most(Map<K, Integer> counts, int many) {
        return counts.entrySet().stream().sorted(Map.Entry.<K, Integer>comparingByValue().reversed()
                .thenComparing(Map.Entry.comparingByKey())).limit(many).toList();
    }

    String windows(int days) {
        var counts = new HashMap<Long, Integer>();
        lines.stream().filter(Line::isCancelled).forEach(line ->
                counts.merge(Math.floorDiv(line.closed().toEpochDay(), days), 1, Integer::sum));
        return most(counts, 5).stream().map(e -> LocalDate.ofEpochDay(e.getKey() * days) + " | " + e.getValue())
                .collect(Collectors.joining("; "));
    }

    String bursts(int least) {
        var counts = new HashMap<String, Integer>();
        lines.stream().filter(line -> line.isCancelled() && !line.agent().equals("NULL")).forEach(line ->
                counts.merge("%05d | %s".formatted(Integer.parseInt(line.agent()), line.closed()), 1, Integer::sum));
        counts.values().removeIf(count -> count < least);
        return counts.size() + most(counts, 1).stream()
                .map(e -> " | " + e.getKey().replaceFirst("^0+", "") + " | " + e.getValue())
                .collect(Collectors.joining());
    }

    String revenue() {
        var sums = new TreeMap<String, BigDecimal>();
        lines.stream().filter(Line::hasLeft).forEach(line ->
                sums.merge(line.hotel() + " | " + line.arrival().getYear(), line.price(), BigDecimal::add));
        return rows(sums);
    }

    private record Turn(LocalDate day, boolean placing, Line line) {}

    String capacity(String hotel, int rooms) {
        var turns = new ArrayList<Turn>();
        for (var line : lines) {
            if (line.hotel().equals(hotel) && line.nights() > 0) {
                turns.add(new Turn(line.placed(), true, line));
                if (line.isCancelled()) {
                    turns.add(new Turn(line.closed(), false, line));
                }
            }
        }
        turns.sort(Comparator.comparing(Turn::day).thenComparing(Turn::placing)
                .thenComparingInt(turn -> turn.line().number()));
        var taken = new HashMap<LocalDate, Integer>();
        var active = new HashSet<Integer>();
        int requests = 0;
        int refused = 0;
        for (var turn : turns) {
            var line = turn.line();
            var nights = line.arrival().datesUntil(line.arrival().plusDays(line.nights())).toList();
            if (!turn.placing()) {
                if (active.remove(line.number())) {
                    nights.forEach(night -> taken.merge(night, -1, Integer::sum));
                }
                continue;
            }
            requests++;
            if (nights.stream().anyMatch(night -> taken.getOrDefault(night, 0) >= rooms)) {
                refused++;
            } else {
                active.add(line.number());
                nights.forEach(night -> taken.merge(night, 1, Integer::sum));
            }
        }
        return requests + " requests | " + refused + " refused | " + active.size() + " active at the end"
                + " | room-nights of those " + taken.values().stream().mapToInt(Integer::intValue).sum();
    }
}

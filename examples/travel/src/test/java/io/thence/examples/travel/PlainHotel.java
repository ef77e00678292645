// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.DataSets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The lines of the file, cut at their commas, and answers by plain loops: they owe nothing to what is tested. */
record PlainHotel(List<Line> lines) {

    record Line(int number, String hotel, LocalDate arrival, LocalDate placed, int nights, String status,
            LocalDate closed) {}

    static PlainHotel read() throws IOException {
        var month = DateTimeFormatter.ofPattern("yyyy MMMM d", Locale.ENGLISH);
        var lines = new ArrayList<Line>();
        try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                Files.newInputStream(DataSets.folder().resolve(BookingsFile.NAME))), StandardCharsets.UTF_8))) {
            in.readLine();
            for (var text = in.readLine(); text != null; text = in.readLine()) {
                var cells = text.split(",", -1);
                var arrival = LocalDate.parse(cells[3] + " " + cells[4] + " " + cells[6], month);
                lines.add(new Line(lines.size() + 1, cells[0], arrival,
                        arrival.minusDays(Integer.parseInt(cells[2])),
                        Integer.parseInt(cells[7]) + Integer.parseInt(cells[8]), cells[30],
                        LocalDate.parse(cells[31])));
            }
        }
        return new PlainHotel(lines);
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

    private record Turn(LocalDate day, boolean placing, Line line) {}

    String capacity(String hotel, int rooms) {
        var turns = new ArrayList<Turn>();
        for (var line : lines) {
            if (line.hotel().equals(hotel) && line.nights() > 0) {
                turns.add(new Turn(line.placed(), true, line));
                if (line.status().equals("Canceled")) {
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

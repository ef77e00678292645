// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.stream.Collectors;

/** How far a campaign is: a line for each range of seeds that went well, with what it came to. */
final class CampaignFile {

    private static final int NUMBERS = 9;

    private final Path file;
    private long next;
    private Summary sum = Summary.NONE;

    private CampaignFile(Path file, long from) {
        this.file = file;
        next = from;
    }

    /** The file of a campaign that begins with seed {@code from}; there need not be one yet. */
    static CampaignFile at(Path file, long from) throws IOException {
        var campaign = new CampaignFile(file, from);
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                campaign.take(line);
            }
        }
        return campaign;
    }

    private void take(String line) throws IOException {
        try {
            var fields = line.split(" ", -1);
            var numbers = Arrays.stream(fields).limit(NUMBERS).mapToLong(Long::parseLong).toArray();
            if (numbers[0] != next) {
                throw new IOException(file + " is of another campaign: it has seed " + numbers[0] + " where " + next
                        + " comes next; name another file, or delete it");
            }
            var faults = new EnumMap<Fault, Long>(Fault.class);
            Arrays.stream(fields).skip(NUMBERS).map(field -> field.split("=", 2)).forEach(field ->
                    faults.put(Fault.valueOf(field[0]), Long.parseLong(field[1])));
            next = numbers[1] + 1;
            sum = sum.plus(new Summary(numbers[2], numbers[3], (int) numbers[4], numbers[5], (int) numbers[6],
                    numbers[7], faults, Duration.ofMillis(numbers[8])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " is not how far a campaign is: '" + line + "'; delete it", e);
        }
    }

    /** The first seed that is to be run. */
    long next() {
        return next;
    }

    /** What all ranges came to. */
    Summary sum() {
        return sum;
    }

    /** The seeds up to {@code last} went well. */
    void add(long last, Summary range) throws IOException {
        var line = next + " " + last + " " + range.lives() + " " + range.commands() + " " + range.commandsMin() + " "
                + range.crashes() + " " + range.crashesMin() + " " + range.events() + " " + range.virtual().toMillis()
                + range.faults().entrySet().stream().map(fault -> " " + fault.getKey() + "=" + fault.getValue())
                        .collect(Collectors.joining());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        take(line);
    }
}

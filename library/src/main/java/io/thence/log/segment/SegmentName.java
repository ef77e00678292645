// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a segment's file: {@code 0000000012.segment} as it was written, {@code 0000000012.2.packed} when it was
 * packed for the second time.
 *
 * @param number     which segment
 * @param generation how often it was packed; 0 for the file as it was written
 */
public record SegmentName(int number, int generation) implements Comparable<SegmentName> {

    private static final Pattern NAME = Pattern.compile("(\\d{10})(?:\\.segment|\\.(\\d{1,9})\\.packed)");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingInt(SegmentName::number).thenComparingInt(SegmentName::generation);

    /** The segment that a file of the folder is; empty if it is none. */
    public static Optional<SegmentName> of(String file) {
        var found = NAME.matcher(file);
        if (!found.matches() || found.group(1).compareTo("2147483647") > 0) {
            return Optional.empty();
        }
        int number = Integer.parseInt(found.group(1));
        var generation = found.group(2);
        return Optional.of(new SegmentName(number, generation == null ? 0 : Integer.parseInt(generation)))
                .filter(name -> name.file().equals(file));
    }

    /** Its file in the folder: in ASCII digits, whatever the language. */
    public String file() {
        return String.format(Locale.ROOT, "%010d", number)
                + (generation == 0 ? ".segment" : "." + generation + ".packed");
    }

    /** The file with its folder. */
    public String path() {
        return Segment.FOLDER + "/" + file();
    }

    public boolean isPacked() {
        return generation > 0;
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }
}

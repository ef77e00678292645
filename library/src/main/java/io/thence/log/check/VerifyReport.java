// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.Lineage;
import io.thence.ThenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@link Verify} found.
 *
 * @param place          where the log is
 * @param lineage        which log it is; empty if no segment's head can be read
 * @param segments       files that were read
 * @param frames         good frames up to the flushed end
 * @param events         events in them
 * @param removed        positions in them whose events were removed
 * @param bytes          bytes up to the flushed end, in all segments
 * @param head           position of the last event up to the flushed end
 * @param flushedFile    the file of the flushed end
 * @param flushedEnd     offset there up to which everything is known to be flushed
 * @param openings       how often the log was opened for writing
 * @param commands       command ids that are remembered
 * @param entries        entries of the index's files that were compared with the log
 * @param unflushedBytes good bytes after the flushed end: being written, or what a crash left
 * @param tornBytes      other bytes after that, but for zeros: cut when the store is opened for writing; no damage
 * @param damages        how many damages there are
 * @param list           the first {@value #LIST_MAX} of them, in the order of the log
 */
public record VerifyReport(
        String place,
        Optional<Lineage> lineage,
        int segments,
        long frames,
        long events,
        long removed,
        long bytes,
        long head,
        String flushedFile,
        long flushedEnd,
        int openings,
        long commands,
        long entries,
        long unflushedBytes,
        long tornBytes,
        long damages,
        List<Damage> list) {

    /** The most damages that are listed. */
    public static final int LIST_MAX = 1_000;

    public VerifyReport {
        list = List.copyOf(list);
    }

    /**
     * One damage.
     *
     * @param file   the file, relative to the place
     * @param offset where in it; of a frame in a packed file: where in its content
     * @param what   what is wrong there
     */
    public record Damage(String file, long offset, String what) {

        /** How messages of damage begin: file, offset, what. */
        private static final Pattern PLACED = Pattern.compile("\\S+ at offset (\\d{1,18}): (.*)", Pattern.DOTALL);

        /** What reading {@code file} failed with, at the offset that it says. */
        public static Damage of(String file, ThenceException failure) {
            var text = String.valueOf(failure.getMessage());
            var parts = PLACED.matcher(text);
            return parts.matches() ? new Damage(file, Long.parseLong(parts.group(1)), parts.group(2))
                    : new Damage(file, 0, text);
        }

        /** The same seen from what {@code folder} is in, if it is not seen from there already. */
        public Damage in(String folder) {
            return file.startsWith(folder + "/") ? this : new Damage(folder + "/" + file, offset, what);
        }

        @Override
        public String toString() {
            return file + " at offset " + offset + ": " + what;
        }
    }

    /** The same with more damages. */
    public VerifyReport with(List<Damage> more) {
        var all = new ArrayList<>(list);
        more.stream().limit(Math.max(0, LIST_MAX - all.size())).forEach(all::add);
        return new VerifyReport(place, lineage, segments, frames, events, removed, bytes, head, flushedFile,
                flushedEnd, openings, commands, entries, unflushedBytes, tornBytes, damages + more.size(), all);
    }

    /** Whether there is no damage. */
    public boolean isGood() {
        return damages == 0;
    }
}

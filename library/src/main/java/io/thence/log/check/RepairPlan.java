// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import java.util.List;

/**
 * What is damaged in a log, what would be lost by a repair, and what the repair does.
 *
 * @param place    where the log is
 * @param events   events that can be read, and stay
 * @param lost     positions whose events cannot be read, and are lost
 * @param newEpoch whether the log goes on in a new segment with a raised epoch, since nobody knows how far it went
 * @param findings the damages, in the order of the log; none if there is nothing to repair
 */
public record RepairPlan(String place, long events, long lost, boolean newEpoch, List<Finding> findings) {

    public RepairPlan {
        findings = List.copyOf(findings);
    }

    /**
     * One damage.
     *
     * @param file   the file
     * @param offset where in its content the damage begins
     * @param bytes  how many bytes of content cannot be read
     * @param first  the first position that is lost
     * @param count  how many positions are lost, as far as that is known
     * @param what   what is wrong
     * @param deed   what the repair does about it
     */
    public record Finding(String file, long offset, long bytes, long first, long count, String what, String deed) {
        @Override
        public String toString() {
            var positions = count == 0 ? "no position that is known of"
                    : count == 1 ? "position " + first : "positions " + first + " to " + (first + count - 1);
            return file + " at offset " + offset + ": " + what + "; lost: " + bytes + " bytes, " + positions + "; "
                    + deed;
        }
    }

    /** Whether there is anything to repair. */
    public boolean isNeeded() {
        return !findings.isEmpty();
    }
}

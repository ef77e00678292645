// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.mutant;

/** What a mutant of the engine is to be caught by. */
enum Check {
    /** Programs from seeds, crashed at each change of the disk. */
    CRASHES,
    /** Small programs, crashed at each change of the disk. */
    SMALL_PROGRAMS,
    /** Starts that are crashed at each change that they make. */
    STARTS,
    /** Programs with faults that nobody is told of. */
    SILENT_FAULTS,
    /** Each fault that is told of, at each call. */
    FAULTS,
    /** Flipped bits of a closed store. */
    FLIPS,
    /** The contract of a store, without crash, fault or concurrency of its own. */
    CONTRACT,
    /** Programs from seeds without crash and without fault. */
    PROGRAMS,
    /** Damage of a closed log: missing, swapped, foreign files. */
    DAMAGE,
    /** Starts that do not come to their end, and what follows them. */
    RECOVERY,
    /** A disk that has room again. */
    FULL_DISK,
    /** What is answered before its flush. */
    WRITTEN
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.mutant;

import io.thence.testing.mutant.Edit.Changes;
import io.thence.testing.mutant.Edit.Gives;
import io.thence.testing.mutant.Edit.Skips;
import io.thence.testing.mutant.Edit.Swaps;
import java.util.Locale;

/**
 * Engines that are wrong in one place, made of the compiled classes of the right one; each with the check that is to
 * catch it. Those that are {@linkplain #sly} pass every check without crash and without fault.
 */
enum EngineMutant {
    SKIPS_THE_FLUSH("log.write.LogTail#flush", new Skips("flush"), Check.CRASHES, false),
    FORGETS_THE_DIRECTORY_OF_A_SEGMENT("log.segment.SegmentFiles#begin", new Skips("flushFolder"), Check.CRASHES, true),
    FORGETS_THE_DIRECTORY_OF_THE_NEXT_SEGMENT("log.write.NextSegment#named", new Skips("flushFolder"), Check.CRASHES,
            true),
    BEGINS_A_SEGMENT_WITHOUT_A_FLUSH("log.segment.SegmentFiles#writeHead", new Skips("flush"), Check.CRASHES, true),
    TRUSTS_A_FLUSH_THAT_GOES_ON("log.write.Flusher#isDone", new Gives(1), Check.CRASHES, false),
    ROLLS_ON_AN_UNFLUSHED_MARK("log.write.LogTail#roll", new Skips("flush"), Check.CRASHES, true),
    COPIES_A_TAIL_AND_DOES_NOT_FLUSH_IT("log.write.TailRepair#copy", new Skips("flush"), Check.STARTS, true),
    TRUSTS_A_HEAD_THAT_NOTHING_VOUCHES_FOR("log.write.TailRepair#repair", new Skips("write"), Check.FAULTS, true),
    FORGETS_THE_DIRECTORY_AT_THE_START("log.write.TailRepair#repair", new Skips("flushFolder"), Check.STARTS, true),
    COUNTS_ON_A_CUT_THAT_NOBODY_FLUSHED("log.write.TailRepair#repair", new Skips("flush"), Check.RECOVERY, true),
    DOES_NOT_CUT_A_TORN_TAIL("log.write.TailRepair#cut", new Skips("truncate"), Check.CRASHES, true),
    DROPS_A_TAIL_THAT_NOTHING_VOUCHES_FOR("log.frame.TailWalk#unflushedBatches", new Gives(0), Check.CRASHES, false),
    CLOSES_WITHOUT_A_FLUSH("log.write.LogWriter#ended", new Skips("flushAndWait"), Check.SMALL_PROGRAMS, true),
    DOES_NOT_FLUSH_A_RUN("index.IndexBuilder#goOn", new Skips("flush"), Check.CRASHES, true),
    FORGETS_THE_DIRECTORY_OF_A_RUN("index.IndexBuilder#write", new Skips("flushFolder"), Check.CRASHES, true),
    CALLS_ANY_INDEX_ITS_OWN("log.state.LogOpening#fits", new Gives(1), Check.SILENT_FAULTS, true),
    GOES_ON_AFTER_A_FAILED_FLUSH("log.write.LogWriter#fail", new Gives(0), Check.FAULTS, true),
    LEAVES_A_SEGMENT_THAT_FOUND_NO_ROOM("log.segment.SegmentFiles#create", new Skips("delete"), Check.FULL_DISK, true),
    CHECKS_NO_FRAME("log.segment.FrameHeader#checksum", new Gives(7), Check.FLIPS, true),
    CHECKS_NO_BLOCK("index.Block#checksum", new Gives(7), Check.FLIPS, true),
    CHECKS_NO_SEGMENT_HEAD("log.segment.SegmentHeader#checksum", new Gives(7), Check.FLIPS, true),
    CHECKS_NO_MANIFEST("index.Manifest#checksum", new Gives(7), Check.FLIPS, true),
    CALLS_DAMAGE_A_TORN_TAIL("log.frame.TailWalk#refuseCorruption", new Gives(0), Check.FLIPS, true),
    DROPS_A_LAST_SEGMENT_THAT_WAS_SERVED("log.segment.SegmentFiles#wasServed", new Gives(0), Check.FLIPS, true),
    TAKES_FRAMES_OF_ANOTHER_PAST("log.state.LogReplay#check", new Gives(0), Check.DAMAGE, true),
    FORGETS_THE_DIRECTORY_OF_A_PACKED_FILE("log.compact.Repacking#proven", new Skips("flushFolder"), Check.CRASHES,
            true),
    DELETES_A_SEGMENT_BEFORE_ITS_PACKED_FILE_IS_FLUSHED("pack.PackedWriter#finish", new Skips("flush"), Check.CRASHES,
            true),
    TRUSTS_A_FOOTER_THAT_A_KILLED_PROCESS_WROTE("log.segment.SegmentFiles#writeFooter", new Skips("flush"),
            Check.STARTS, true),
    REMEMBERS_NOTHING_OF_REMOVED_EVENTS("log.compact.Survey#goes", new Skips("add"), Check.PROGRAMS, false),
    REMEMBERS_NO_WORD_OF_REMOVED_BATCHES("log.compact.Survey#take", new Skips("add"), Check.PROGRAMS, false),
    BACKS_UP_WHAT_IS_NOT_WRITTEN("log.frame.LastSegment#writtenEnd", new Gives(Integer.MAX_VALUE), Check.PROGRAMS,
            false),
    BACKS_UP_NOT_ALL_THAT_WAS_ANSWERED("log.frame.LastSegment#writtenEnd", new Gives(0), Check.PROGRAMS, false),
    FORGETS_THAT_A_PLACE_IS_A_BACKUP("keep.Manifests#begin", new Skips("flushFolder"), Check.SMALL_PROGRAMS, true),
    SHOWS_WHAT_IS_BELOW_A_FLOOR("log.state.TermLists#floor", new Gives(0), Check.PROGRAMS, false),
    REMOVES_WHAT_IS_BELOW_ONE_OF_ITS_FLOORS("log.RemovalRules#goes", new Swaps("allMatch", "anyMatch"),
            Check.PROGRAMS, false),
    RAISES_NO_HORIZON_BY_A_REMOVAL("log.segment.Segments#raise", new Gives(0), Check.PROGRAMS, false),
    FILES_UNDER_A_TOMBSTONE("log.write.Judge#tombstoned", new Gives(0), Check.PROGRAMS, false),
    NEVER_FLUSHES_WHAT_IS_ONLY_WRITTEN("log.write.GroupCommit#isDue", new Gives(0), Check.WRITTEN, false),
    ANSWERS_EARLY("log.write.Group#asksFor", new Gives(1), Check.CRASHES, false),
    IGNORES_CONDITIONS("log.write.Judge#violated", new Gives(0), Check.CONTRACT, false),
    FORGETS_COMMANDS("log.write.Judge#known", new Gives(0), Check.CONTRACT, false),
    HEARS_OLD_TOKENS("log.write.Judge#fenced", new Gives(0), Check.CONTRACT, false),
    DROPS_THE_TAIL_AT_THE_START("log.state.LogReplay#takeIn", new Skips("apply"), Check.CONTRACT, false),
    REUSES_POSITIONS("log.write.Admission#admit", new Skips("apply"), Check.PROGRAMS, false),
    LOOKS_AT_A_WRONG_BIT("index.Bloom#mayHold", new Changes(7, 6), Check.PROGRAMS, false),
    LOSES_ENTRIES_IN_A_MERGE("index.Merge#writePiece", new Skips("postings"), Check.PROGRAMS, false),
    COUNTS_RECENT_EVENTS_ONLY("index.Older#total", new Gives(0), Check.PROGRAMS, false),
    TRUSTS_WHAT_WAS_LOOKED_UP_BEFORE_A_SEAL("index.Older#isGood", new Gives(1), Check.PROGRAMS, false),
    FORGETS_A_KEY("log.frame.RecordWalk#file", new Changes(2, 1), Check.PROGRAMS, false),
    KEEPS_NO_WORD_OF_CONSUMERS("log.write.Unflushed#add", new Skips("addAll"), Check.CONTRACT, false),
    KEEPS_ITS_EPOCH("log.write.LogWriter#begin", new Skips("mark"), Check.RECOVERY, false);

    final String type;
    final String method;
    final Edit edit;
    final Check check;
    final boolean sly;

    EngineMutant(String where, Edit edit, Check check, boolean sly) {
        type = where.substring(0, where.indexOf('#'));
        method = where.substring(where.indexOf('#') + 1);
        this.edit = edit;
        this.check = check;
        this.sly = sly;
    }

    /** The row of the table in the documentation. */
    String row() {
        return "| " + name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | `" + type + "." + method
                + "` " + edit.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " | "
                + check.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | " + (sly ? "yes" : "")
                + " |";
    }
}

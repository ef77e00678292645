// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.CommandId;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.NoStore;
import io.thence.index.IndexSettings;
import io.thence.index.InvertedIndex;
import io.thence.index.Posting;
import io.thence.index.Print;
import io.thence.log.frame.Filed;
import io.thence.log.frame.Frame;
import io.thence.log.segment.Place;
import io.thence.log.state.Bookmark;
import io.thence.log.state.TypeNumbers;
import io.thence.world.Disk;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Compares the files of the index with the log: each event up to where they go must be found under all that it is filed
 * under, and there must be no more entries than these. What is newer has entries in memory only.
 */
final class IndexCheck implements AutoCloseable {

    private final Damages damages;
    private final InvertedIndex index;
    private final TypeNumbers types;
    private final Place end;
    private long entries;

    private IndexCheck(Damages damages, InvertedIndex index) {
        this.damages = damages;
        this.index = index;
        var bookmark = Bookmark.read(index.bookmark());
        types = new TypeNumbers(bookmark.map(Bookmark::types).orElse(List.of()));
        end = bookmark.map(Bookmark::next).orElse(Place.START);
    }

    /** Opens the files of the index of {@code log}; empty if there are none, or none that can be read. */
    static Optional<IndexCheck> open(Disk disk, UUID log, IndexSettings settings, Damages damages) {
        try {
            var index = InvertedIndex.open(Optional.empty(), disk, new InvertedIndex.Opening(log, settings, false));
            return Optional.of(new IndexCheck(damages, index));
        } catch (Corrupt | FormatTooNew | NoStore | IndexOutOfBoundsException e) {
            damages.add("index", 0, "the index cannot be opened (" + e.getMessage() + "); it is derived: delete it");
            return Optional.empty();
        }
    }

    /** Up to where batches are looked up in a segment that is known to be flushed up to {@code flushed}. */
    long end(int segment, long flushed) {
        return segment == end.segment() ? Math.max(end.offset(), flushed) : flushed;
    }

    /** Where the batches begin that are in no file of the index. */
    Place end() {
        return end;
    }

    /** Looks a batch up; {@code place} is where its frame starts, {@code isRecent} knows commands of later ones. */
    void look(Frame frame, Place place, String file, Predicate<CommandId> isRecent) {
        if (place.compareTo(end) >= 0) {
            return;
        }
        try {
            look(frame, place, isRecent);
        } catch (Corrupt e) {
            damages.add("index", 0, String.valueOf(e.getMessage()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return; // the batch cannot be read, which is said elsewhere
        } catch (Missing e) {
            damages.add(file, frame.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** An entry that should be there. */
    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    private void look(Frame frame, Place place, Predicate<CommandId> isRecent) {
        if (!frame.isBatch()) {
            return;
        }
        var head = frame.head();
        var filed = frame.filed(head, index.fingerprint());
        var prints = filed.prints();
        int at = 0;
        for (int i = 0; i < frame.header().count(); i++) {
            long position = frame.header().first() + i;
            for (int end = filed.end(i); at < end; at++) {
                entries++;
                long posting = Posting.of(position, types.known(filed.type(i)).orElse(Posting.TYPE_MAX));
                var print = new Print(prints.high(at), prints.low(at));
                if (index.cursor(print, 0).atOrAfter(Posting.first(position)) != posting) {
                    throw new Missing("position " + position + " is not indexed under all that it is filed under;"
                            + " delete the folder index: it is made anew");
                }
            }
        }
        int i = filed.command();
        if (i != Filed.NONE) {
            entries++;
            look(head.command().orElseThrow().id(), new Print(prints.high(i), prints.low(i)), place, isRecent);
        }
    }

    private void look(CommandId id, Print print, Place place, Predicate<CommandId> isRecent) {
        long last = index.last(print);
        if (last > place.packed() || isRecent.test(id)) {
            throw new Missing("command id " + id.text() + " was used again after this batch");
        }
        if (last != place.packed()) {
            throw new Missing("the command of this batch is not indexed; delete the folder index: it is made anew");
        }
    }

    /**
     * Says whether the index has entries that no event accounts for; unless something was removed: those of removed
     * events stay until the index is made anew.
     */
    void finish(boolean isShrunk) {
        if (isShrunk ? index.entries() < entries : index.entries() != entries) {
            damages.add("index", 0, "the index has " + index.entries() + " entries, the events make " + entries
                    + "; delete the folder index: it is made anew");
        }
    }

    /** How many entries were looked up. */
    long entries() {
        return entries;
    }

    @Override
    public void close() {
        index.close();
    }
}

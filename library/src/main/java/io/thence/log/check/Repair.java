// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.Lineage;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.log.LogFiles;
import io.thence.log.LogSettings;
import io.thence.log.check.RepairPlan.Finding;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentListing;
import io.thence.log.segment.SegmentListing.Candidate;
import io.thence.log.segment.SegmentName;
import io.thence.pack.PackedCache;
import io.thence.pack.PackedCheck;
import io.thence.pack.PackedFile;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import io.thence.world.ReadableFile;
import io.thence.world.Watch;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a damaged log one that opens, and loses no more than cannot be read. It says first what that is.
 *
 * <p>A sealed segment that is damaged is written anew as a packed one in which holes stand for what is lost, so
 * positions are never given out again. If the last segment is damaged, it is sealed in the same way, and the log goes
 * on in a new one whose epoch is raised, since nobody knows how far it went. The damaged files are kept in the folder
 * {@code damaged}. A repair that was interrupted goes on when it is run again. A backup is better: try that first.
 */
public final class Repair {

    private static final String ASIDE = "damaged";
    private static final String INDEX = "index";

    private final Disk disk;
    private final LogSettings settings;
    private final Watch watch;
    private final PackedCache cache = new PackedCache();
    private final List<Salvage> segments = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean newEpoch;
    private long total;
    private long done;

    private Repair(Disk disk, LogSettings settings, Watch watch) {
        this.disk = disk;
        this.settings = settings;
        this.watch = watch;
    }

    /**
     * Says what a repair would do; changes nothing.
     *
     * @throws NoStore    if there is no log
     * @throws BadRequest if this is a backup: what is mended there would not be what its manifest names
     * @throws Corrupt    if nothing of it can be read
     */
    public static RepairPlan plan(Disk disk, LogSettings settings, Watch watch) {
        var repair = new Repair(disk, settings, watch);
        try {
            repair.look();
            return repair.plan();
        } finally {
            repair.segments.forEach(Salvage::close);
        }
    }

    /** Repairs; the disk is locked. What was done. */
    public static RepairPlan run(World world, Disk disk, LogSettings settings, Watch watch) {
        disk.lock();
        var repair = new Repair(disk, settings, watch);
        try {
            repair.look();
            var plan = repair.plan();
            if (plan.isNeeded()) {
                repair.write(world);
            }
            return plan;
        } finally {
            repair.segments.forEach(Salvage::close);
        }
    }

    private void look() {
        LogFiles.refuseBackup(disk);
        var listing = SegmentListing.whole(disk);
        if (listing.last() < 0) {
            throw new NoStore("there is no store in " + disk.place() + ": check the directory");
        }
        var found = new ArrayList<Source>();
        for (int i = 0; i <= listing.last(); i++) {
            found.add(source(i, listing));
        }
        if (found.size() > 1 && found.getLast().isAbsent()) {
            close(found.removeLast());
        }
        found.stream().filter(source -> source.file().isEmpty()).findFirst()
                .ifPresent(missing -> refuseUnreachable(listing, missing, found));
        if (found.stream().allMatch(source -> source.header().isEmpty())) {
            found.forEach(Repair::close);
            throw new Corrupt("no head of a segment in " + disk.place() + " can be read, so it is not known which log"
                    + " this is: restore it from a backup");
        }
        total = found.stream().mapToLong(Source::bytes).sum();
        for (int i = 0; i < found.size(); i++) {
            boolean last = i == found.size() - 1;
            segments.add(salvage(found.get(i), i, last ? Optional.empty() : found.get(i + 1).header(), found));
            at(found.get(i).bytes());
        }
        for (int i = 0; i < segments.size(); i++) {
            findings(segments.get(i), i == segments.size() - 1);
        }
    }

    /** What lies in an archive that cannot be seen is not lost: nothing takes its place. */
    private void refuseUnreachable(SegmentListing listing, Source missing, List<Source> found) {
        var empty = listing.emptyArchives();
        if (!empty.isEmpty()) {
            found.forEach(Repair::close);
            throw new BadRequest(missing.candidate().name().path() + " is missing, and no segment is to be seen in the"
                    + " archive " + String.join(", ", empty) + ": " + SegmentListing.FIND_ARCHIVE
                    + "; if it is lost for good, delete the file that names it");
        }
    }

    /** A segment's file as far as it can be opened. */
    private record Source(Candidate candidate, Optional<ReadableFile> file, Optional<SegmentHeader> header,
            String problem) {
        long bytes() {
            return file.map(ReadableFile::size).orElse(0L);
        }

        /** Whether it never became a segment. */
        boolean isAbsent() {
            return header.isEmpty() && !candidate.name().isPacked() && file.filter(SegmentFiles::wasServed).isEmpty();
        }
    }

    private void at(long bytes) {
        done += bytes;
        watch.at(done, total);
    }

    private static void close(Source source) {
        source.file().ifPresent(ReadableFile::close);
    }

    private Source source(int number, SegmentListing listing) {
        var problem = "the file is missing";
        for (var candidate : listing.of(number)) {
            var stored = candidate.disk().open(candidate.name().path(), Access.READ);
            ReadableFile file = stored;
            try {
                file = candidate.name().isPacked() ? new PackedCheck(PackedFile.open(stored, cache)) : stored;
                var head = ByteBuffer.allocate(SegmentHeader.BYTES);
                file.fill(head, 0);
                var header = SegmentHeader.read(head.flip(), candidate.name().path());
                return new Source(candidate, Optional.of(file), header, problem(header, head));
            } catch (Corrupt e) {
                problem = String.valueOf(e.getMessage());
                if (!candidate.name().isPacked()) {
                    return new Source(candidate, Optional.of(file), Optional.empty(), problem);
                }
                file.close();
            }
        }
        var name = listing.of(number).isEmpty() ? new SegmentName(number, 0) : listing.of(number).getFirst().name();
        return new Source(new Candidate(disk, name, false), Optional.empty(), Optional.empty(), problem);
    }

    private static String problem(Optional<SegmentHeader> header, ByteBuffer bytes) {
        if (header.isEmpty()) {
            return "its head is gone";
        }
        return header.get().write().equals(bytes.rewind()) ? "" : "its head has something beside its content";
    }

    private Salvage salvage(Source source, int number, Optional<SegmentHeader> after, List<Source> all) {
        var header = source.header().orElseGet(() -> supposed(number, all));
        var salvage = new Salvage(source.candidate(), source.file(), header, settings.readBytes());
        if (number > 0) {
            salvage.after(segments.get(number - 1));
        }
        if (!source.problem().isEmpty()) {
            salvage.wrong(source.problem());
        }
        if (after.isPresent()) {
            salvage.lookUpTo(after.get());
        } else {
            salvage.look();
        }
        return salvage;
    }

    /** What the head of a segment must have been, by the segments around it. */
    private SegmentHeader supposed(int number, List<Source> all) {
        if (number == 0) {
            var known = all.stream().flatMap(source -> source.header().stream()).findFirst().orElseThrow();
            return new SegmentHeader(known.lineage(), 1, 0, 0);
        }
        var end = segments.get(number - 1).end();
        return new SegmentHeader(end.lineage(), end.head() + 1, end.checksum(), end.offset());
    }

    private void findings(Salvage segment, boolean last) {
        var file = segment.candidate().name().path();
        boolean gone = segment.candidate().name().isPacked() || !segment.candidate().isOn(disk);
        if (last && (gone || !segment.isSound())) {
            newEpoch = true;
        }
        var deed = last ? "the segment is sealed as it can be read, and the log goes on in a new one"
                : "a hole takes its place";
        for (var loss : segment.losses()) {
            var what = segment.wrong().isEmpty() ? "damaged" : String.join("; ", segment.wrong());
            findings.add(new Finding(file, loss.from(), loss.to() - loss.from(), loss.first(),
                    loss.next() - loss.first(), what, deed));
        }
        if (segment.isRemnantLost()) {
            findings.add(new Finding(file, 0, 0, segment.header().first(), 0, String.join("; ", segment.wrong()),
                    "what consumers had finished by batches that were removed from it is lost, and how many events of"
                            + " each key were: consumers that have said nothing since begin again, revisions count"
                            + " lower"));
        } else if (segment.losses().isEmpty() && !segment.isSound()) {
            findings.add(new Finding(file, 0, 0, segment.header().first(), 0, String.join("; ", segment.wrong()),
                    "its events are written anew"));
        }
        if (last && gone && segment.isSound()) {
            findings.add(new Finding(file, segment.end().offset(), 0, segment.end().head() + 1, 0,
                    "the segment after it is missing", "the log goes on in a new one"));
        }
    }

    private RepairPlan plan() {
        long lost = findings.stream().mapToLong(Finding::count).sum();
        return new RepairPlan(disk.place(), segments.stream().mapToLong(Salvage::events).sum(), lost, newEpoch,
                findings);
    }

    private void write(World world) {
        var copy = new FileCopy(world, this::at);
        var listing = new SegmentListing(disk);
        total += segments.stream().filter(segment -> !segment.isSound())
                .flatMap(segment -> listing.of(segment.candidate().name().number()).stream())
                .mapToLong(Repair::bytes).sum();
        for (var segment : segments) {
            if (!segment.isSound()) {
                write(world, segment, listing.of(segment.candidate().name().number()), copy);
            }
        }
        if (newEpoch) {
            var end = segments.getLast().end();
            LogFiles.goOn(world, disk, end, new Lineage(end.lineage().log(), end.lineage().epoch() + 1));
        }
        for (var segment : segments) {
            if (!segment.isSound()) {
                listing.of(segment.candidate().name().number())
                        .forEach(old -> old.disk().delete(old.name().path()));
            }
        }
        disk.flushFolder(Segment.FOLDER);
        disk.list(INDEX).forEach(file -> disk.delete(INDEX + "/" + file)); // it is made anew
    }

    private static long bytes(Candidate candidate) {
        try (var file = candidate.disk().open(candidate.name().path(), Access.READ)) {
            return file.size();
        }
    }

    private void write(World world, Salvage segment, List<Candidate> old, FileCopy copy) {
        for (var candidate : old) {
            try (var file = candidate.disk().open(candidate.name().path(), Access.READ)) {
                copy.copy(file, file.size(), disk, ASIDE + "/" + candidate.name().file());
            }
        }
        if (!old.isEmpty()) {
            disk.flushFolder(ASIDE);
        }
        int generation = old.stream().mapToInt(candidate -> candidate.name().generation()).max().orElse(0) + 1;
        segment.write(world, new SegmentName(segment.candidate().name().number(), generation));
        segment.candidate().disk().flushFolder(Segment.FOLDER);
    }
}

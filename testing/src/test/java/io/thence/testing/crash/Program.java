// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What is done to a store, one deed after the other: the same again whenever it is run. */
record Program(long seed, List<Deed> deeds) {

    private static final List<Fault> LOUD = List.of(Fault.FAILS, Fault.FULL, Fault.TORN, Fault.SHORT, Fault.SHORT);
    private static final List<Fault> SILENT = List.of(Fault.LIES, Fault.MISDIRECTED, Fault.ROTTEN);

    Program {
        deeds = List.copyOf(deeds);
    }

    /** What programs are rich in: each kind comes to other branches. */
    private enum Taste {
        MIXED, ROLLING, INDEXING, WRITING, KEEPING, DYING, CRAMPED
    }

    /** A program of {@code seed}, with faults that are reported. */
    static Program of(long seed) {
        return new Maker(seed, LOUD).program(40);
    }

    /** A program of {@code seed} with faults that nobody is told of. */
    static Program silent(long seed) {
        return new Maker(seed, SILENT).program(30);
    }

    /** A program of {@code seed} in which nothing goes wrong. */
    static Program plain(long seed) {
        var all = new Maker(seed, SILENT).program(60);
        return new Program(seed, all.deeds().stream().filter(deed -> !(deed instanceof Deed.Harm)
                && !(deed instanceof Deed.Cut) && !(deed instanceof Deed.Room) && !(deed instanceof Deed.LoseIndex)
                && !(deed instanceof Deed.Mend)).toList());
    }

    private static final class Maker {
        private final long seed;
        private final SplittableRandom random;
        private final List<Fault> faults;
        private final Taste taste;

        Maker(long seed, List<Fault> faults) {
            this.seed = seed;
            this.faults = faults;
            random = new SplittableRandom(seed);
            var tastes = List.of(Taste.values());
            taste = tastes.get(random.nextInt(tastes.size()));
        }

        Program program(int length) {
            var deeds = new ArrayList<Deed>();
            for (int i = 0; i < length; i++) {
                deeds.add(deed());
            }
            return new Program(seed, deeds);
        }

        private Deed deed() {
            int more = random.nextInt(4);
            if (more == 0) {
                switch (taste) {
                    case ROLLING -> {
                        return new Deed.Roll(random.nextLong(), random.nextBoolean());
                    }
                    case INDEXING -> {
                        return new Deed.Seal(random.nextLong(), random.nextBoolean());
                    }
                    case WRITING -> {
                        return new Deed.Appends(random.nextLong(), 1 + random.nextInt(4), true);
                    }
                    case KEEPING -> {
                        return keeping(random.nextInt(6));
                    }
                    case DYING -> {
                        return new Deed.Cut(random.nextInt(14), random.nextInt(3) > 0, random.nextLong());
                    }
                    case CRAMPED -> {
                        return new Deed.Room(random.nextInt(1_200));
                    }
                    case MIXED -> {}
                }
            }
            return any();
        }

        private Deed any() {
            boolean written = random.nextInt(3) == 0;
            return switch (random.nextInt(27)) {
                case 0 -> new Deed.Roll(random.nextLong(), written);
                case 1 -> new Deed.Seal(random.nextLong(), written);
                case 2, 3, 4 -> new Deed.Look(random.nextLong());
                case 5, 6 -> new Deed.Poll(random.nextLong());
                case 7, 8 -> new Deed.Rest(1 + random.nextInt(30));
                case 9, 10 -> new Deed.Reopen();
                case 11 -> new Deed.Cut(random.nextInt(random.nextBoolean() ? 12 : 60), random.nextInt(3) > 0,
                        random.nextLong());
                case 12 -> random.nextBoolean() ? new Deed.Verify() : new Deed.LoseIndex();
                case 13 -> random.nextBoolean() ? new Deed.Room(random.nextInt(2_000)) : new Deed.Mend();
                case 14 -> new Deed.Mend();
                case 15 -> harm();
                case 16, 17, 18 -> keeping(random.nextInt(5));
                default -> new Deed.Appends(random.nextLong(), 1 + (random.nextBoolean() ? random.nextInt(4) : 0),
                        written);
            };
        }

        private Deed keeping(int which) {
            return switch (which) {
                case 0 -> new Deed.Truncate(random.nextLong(), random.nextBoolean());
                case 1 -> new Deed.Backup(random.nextLong());
                case 2 -> new Deed.Snapshot(random.nextLong());
                default -> new Deed.Compact(random.nextLong(), random.nextBoolean());
            };
        }

        private Deed harm() {
            var fault = faults.get(random.nextInt(faults.size()));
            var fits = List.of(Call.values()).stream().filter(fault::fits).toList();
            Optional<Call> kind = random.nextBoolean() ? Optional.empty()
                    : Optional.of(fits.get(random.nextInt(fits.size())));
            return new Deed.Harm(fault, kind, random.nextInt(kind.isPresent() ? 4 : 20));
        }
    }

    @Override
    public String toString() {
        return "seed " + seed + ":\n" + deeds.stream().map(deed -> "    " + deed).collect(Collectors.joining("\n"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Something that a row is asked to reach. What was not measured is not reached. */
public sealed interface Bar {

    /** It in words. */
    String text();

    /** Where the row stands: a ratio to a peer, or a figure as it is. */
    OptionalDouble stands(Medians medians);

    /** Whether it is reached. */
    boolean isMet(Medians medians);

    /** The peer that it depends on, if any. */
    default Optional<String> needs() {
        return Optional.empty();
    }

    /** At least {@code least} times what {@code peer} does. */
    record AtLeastOf(String contender, String peer, double least) implements Bar {
        @Override
        public String text() {
            return "at least " + number(least) + " of " + peer + of(contender);
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            return medians.ratio(contender, peer);
        }

        @Override
        public boolean isMet(Medians medians) {
            return atLeast(stands(medians), least);
        }

        @Override
        public Optional<String> needs() {
            return Optional.of(peer);
        }
    }

    /** At most {@code most} times what {@code peer} takes. */
    record AtMostOf(String peer, double most) implements Bar {
        @Override
        public String text() {
            return "at most " + number(most) + " of " + peer;
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            return medians.ratio(Entrant.OURS, peer);
        }

        @Override
        public boolean isMet(Medians medians) {
            return atMost(stands(medians), most);
        }

        @Override
        public Optional<String> needs() {
            return Optional.of(peer);
        }
    }

    /** A value of at least {@code least}. */
    record AtLeast(String unit, double least) implements Bar {
        @Override
        public String text() {
            return "at least " + number(least) + " " + unit;
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            return medians.value(Entrant.OURS);
        }

        @Override
        public boolean isMet(Medians medians) {
            return atLeast(stands(medians), least);
        }
    }

    /** A value below {@code limit}. */
    record Under(String unit, double limit) implements Bar {
        @Override
        public String text() {
            return "under " + number(limit) + " " + unit;
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            return medians.value(Entrant.OURS);
        }

        @Override
        public boolean isMet(Medians medians) {
            return under(stands(medians), limit);
        }
    }

    /** A figure of at least {@code least}. */
    record FigureAtLeast(String figure, double least) implements Bar {
        @Override
        public String text() {
            return figure + " at least " + number(least);
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            return medians.figure(figure);
        }

        @Override
        public boolean isMet(Medians medians) {
            return atLeast(stands(medians), least);
        }
    }

    /** A figure below {@code limit}. */
    record FigureUnder(String figure, double limit) implements Bar {
        @Override
        public String text() {
            return figure + " under " + number(limit);
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            return medians.figure(figure);
        }

        @Override
        public boolean isMet(Medians medians) {
            return under(stands(medians), limit);
        }
    }

    /** A figure in microseconds below {@code flushes} times what a flush takes. */
    record UnderFlushes(String figure, double flushes) implements Bar {
        @Override
        public String text() {
            return figure + " under " + number(flushes) + " flushes";
        }

        @Override
        public OptionalDouble stands(Medians medians) {
            var micros = medians.figure(figure);
            return micros.isEmpty() ? micros : OptionalDouble.of(micros.getAsDouble() / medians.flushMicros());
        }

        @Override
        public boolean isMet(Medians medians) {
            return under(stands(medians), flushes);
        }
    }

    private static boolean atLeast(OptionalDouble amount, double least) {
        return amount.isPresent() && amount.getAsDouble() >= least;
    }

    private static boolean atMost(OptionalDouble amount, double most) {
        return amount.isPresent() && amount.getAsDouble() <= most;
    }

    private static boolean under(OptionalDouble amount, double limit) {
        return amount.isPresent() && amount.getAsDouble() < limit;
    }

    private static String of(String contender) {
        return contender.equals(Entrant.OURS) ? "" : " by " + contender;
    }

    private static String number(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%,d", (long) number) : String.valueOf(number);
    }
}

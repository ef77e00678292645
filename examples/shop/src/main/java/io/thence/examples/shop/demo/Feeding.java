// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.Outcome;
import io.thence.examples.shop.Books;
import io.thence.examples.shop.Feed;
import io.thence.examples.shop.input.Entries;
import io.thence.examples.shop.input.RefusedLine;
import io.thence.examples.shop.input.Runs;
import io.thence.run.Thence;
import io.thence.server.cli.ProgressLine;
import io.thence.server.cli.Terminal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Feeds a shop with an input and says on stderr what a person should know.
 *
 * @param name    of the input
 * @param entries what is fed
 * @param until   lines at or after it are left out
 * @param terminal where to say it
 */
record Feeding(String name, Entries entries, Optional<Instant> until, Terminal terminal) {

    private static final int REFUSED_SHOWN_MAX = 20;
    private static final int TEXT_SHOWN_MAX = 120;
    private static final long KIB = 1024;

    /** What is told while it goes on. */
    interface Steps {
        /** Nothing is done on them. */
        Steps NONE = new Steps() {
            @Override
            public void before(Instant at) {}

            @Override
            public void answered(boolean isNew) {}
        };

        /** A run is about to be sent. */
        void before(Instant at);

        /** A command was answered. */
        void answered(boolean isNew);
    }

    /** How much of the input is read, from 0 to 1; empty where its size is not known. From any thread. */
    OptionalDouble share() {
        var total = entries.bytesTotal();
        return total.isPresent() && total.getAsLong() > 0
                ? OptionalDouble.of((double) entries.bytesRead() / total.getAsLong())
                : OptionalDouble.empty();
    }

    /** Says so if the shop holds more than was asked for: the result is of all that is there. */
    void sayIfLater(Thence shop) {
        until.ifPresent(time -> {
            long later = shop.query(Books.PROJECTION).upTo(shop.store().head())
                    .one("select count(*) as later from runs where at >= ?", row -> row.number("later"),
                            time.getEpochSecond());
            if (later > 0) {
                terminal.say("this directory holds orders from " + time + " on too, from an earlier run: the result is"
                        + " of all that is in it; --fresh or another --data gives that of the time");
            }
        });
    }

    /** Feeds everything; whether the input turned out to be cut. */
    boolean into(Thence shop, Steps steps) {
        try (var progress = new ProgressLine(terminal, "feed", "KiB", KIB)) {
            var telling = new Telling(entries, progress, steps);
            var feed = new Feed(shop, name, telling);
            feed.feed(new Runs(entries, until));
            if (telling.refused > REFUSED_SHOWN_MAX) {
                progress.say(number(telling.refused) + " lines are refused in all: thence read --type line.refused");
            }
            sayWhatWasKnown(feed, progress);
            return entries.cut();
        }
    }

    private static void sayWhatWasKnown(Feed feed, ProgressLine progress) {
        if (feed.sent() > 0 && feed.repeated() == feed.sent()) {
            progress.say("nothing has changed: all " + number(feed.sent()) + " commands were recognised");
        } else if (feed.repeated() > 0) {
            progress.say(number(feed.repeated()) + " of " + number(feed.sent())
                    + " commands were recognised, the others are new");
        }
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static final class Telling implements Feed.Watcher {

        private final Entries entries;
        private final ProgressLine progress;
        private final Steps steps;
        private long refused;

        Telling(Entries entries, ProgressLine progress, Steps steps) {
            this.entries = entries;
            this.progress = progress;
            this.steps = steps;
        }

        @Override
        public void before(Instant at) {
            progress.at(entries.bytesRead(), entries.bytesTotal().orElse(0));
            steps.before(at);
        }

        @Override
        public void answered(Outcome outcome) {
            steps.answered(outcome instanceof Outcome.Accepted accepted && !accepted.repeated());
        }

        @Override
        public void refused(RefusedLine line) {
            if (++refused <= REFUSED_SHOWN_MAX) {
                progress.say("line " + line.number() + " is refused: " + line.reason() + ": " + shown(line.text()));
            }
        }

        /** As much as fits a line, without what would move a terminal's cursor. */
        private static String shown(String text) {
            var printable = text.codePoints().map(c -> Character.isISOControl(c) ? '.' : c)
                    .limit(TEXT_SHOWN_MAX)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
            return printable.toString();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Key;
import io.thence.Projection;
import io.thence.ThenceException.PartStopped;
import io.thence.code.Fingerprint;
import io.thence.event.EventCodec;
import io.thence.view.sql.Blueprint;
import io.thence.view.sql.BuiltBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What makes a projection's tables and rows, told from what has made them so far. Nobody is held to raise a version for
 * a change that gives the same rows; so other handlers are told once, and only other tables are refused, which the
 * handlers would not fit.
 */
final class ViewCode {

    private static final System.Logger LOG = System.getLogger(ViewCode.class.getName());
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final byte[] FORMAT = {1};

    private ViewCode() {}

    /** What builds the rows of {@code projection}. */
    static BuiltBy of(Projection projection, EventCodec codec) {
        var lines = new ArrayList<String>();
        projection.parallelBy().map(Key::name).ifPresent(key -> lines.add("lanes by " + key));
        projection.tables().forEach(sql -> lines.add(SPACE.matcher(sql.strip()).replaceAll(" ")));
        return new BuiltBy(String.join("\n", lines), handlers(projection, codec));
    }

    /** What the handlers of {@code projection} do, as a short text that is another one for other code. */
    static String brief(Projection projection, EventCodec codec) {
        return print(projection, codec).brief();
    }

    private static Fingerprint print(Projection projection, EventCodec codec) {
        var print = new Fingerprint(codec);
        for (var clause : projection.clauses()) {
            print.words(" on").code(clause.handler()).reads(clause.type());
        }
        for (var undoing : projection.annulling().undoings()) {
            print.words(" undo").code(undoing.handler()).reads(undoing.type());
        }
        for (var erasing : projection.erasings()) {
            print.words(" erase " + erasing.key().name()).code(erasing.eraser());
        }
        return print;
    }

    private static Optional<String> handlers(Projection projection, EventCodec codec) {
        try {
            return print(projection, codec).hash(FORMAT);
        } catch (Exception | LinkageError e) { // class files may hold anything
            LOG.log(System.Logger.Level.DEBUG, "the handlers of " + projection.name() + " cannot be compared", e);
            return Optional.empty();
        }
    }

    /**
     * Compares what builds the rows now with what has built them up to {@code position}, and says what differs.
     *
     * @return what has built them from here on
     * @throws PartStopped if the tables are others
     */
    static BuiltBy compare(Blueprint now, BuiltBy before, long position) {
        if (!isSame(now, before)) {
            throw new PartStopped("projection '" + now.projection() + "': " + difference(now, before)
                    + ": raise its version, so that they are built anew, or put back what was there",
                    new IllegalStateException("the tables in " + now.name() + " are as they were made"));
        }
        var handlers = now.builtBy().handlers();
        boolean changed = handlers.isPresent() && before.handlers().isPresent() && !handlers.equals(before.handlers());
        if (changed && position > 0) {
            LOG.log(System.Logger.Level.WARNING, "projection " + now.projection() + " has changed since it built the"
                    + " rows of " + now.name() + ", up to position " + position + ": its handlers, or types, upcasts or"
                    + " splits of what they read; these rows stay as they are: raise its version, or call rebuild(..),"
                    + " to have all of them built anew, or leave it, if they would be the same; this is said once");
        }
        return new BuiltBy(now.builtBy().tables(), handlers.or(before::handlers));
    }

    /** Whether its tables are those that were made. */
    static boolean isSame(Blueprint now, BuiltBy before) {
        return now.builtBy().tables().equals(before.tables());
    }

    private static String difference(Blueprint now, BuiltBy before) {
        var was = List.of(before.tables().split("\n", -1));
        var is = List.of(now.builtBy().tables().split("\n", -1));
        int at = 0;
        while (at < was.size() && at < is.size() && was.get(at).equals(is.get(at))) {
            at++;
        }
        return "its tables in " + now.name() + " were made by " + line(was, at) + ", which is " + line(is, at) + " now";
    }

    private static String line(List<String> lines, int at) {
        return at < lines.size() ? "'" + lines.get(at) + "'" : "nothing";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables beside those that answer: being built, or swapped out and kept up to date. May be used from any thread. */
public final class Rebuild {

    private static final Duration CHECK_LIMIT = Duration.ofSeconds(10);

    private final ViewCopies copies;
    private final SqlView view;

    Rebuild(ViewCopies copies, SqlView view) {
        this.copies = copies;
        this.view = view;
    }

    /**
     * How far it is.
     *
     * @param upTo   number of the position up to which it has finished
     * @param head   number of the last position in the log
     * @param parked how many keys wait in it for an event that failed
     * @param left   how long it will take, at the speed that it has had; empty where that is not known yet
     */
    public record State(long upTo, long head, int parked, Optional<Duration> left) {}

    /** How far it is. */
    public State state() {
        long upTo = view.progress().upTo();
        long head = view.store().head().number();
        return new State(upTo, head, view.parked().size(), view.left(upTo, head));
    }

    /** The name of its database. */
    public String database() {
        return view.database();
    }

    /** Waits until it has everything that is in the log now; false if that takes longer than {@code limit}. */
    public boolean await(Duration limit) {
        return view.progress().await(view.store().head().number(), limit);
    }

    /** Why it cannot be swapped in as things are; empty if it can. */
    public List<String> obstacles() {
        var obstacles = new ArrayList<String>();
        var failure = view.progress().failure();
        if (failure != null) {
            obstacles.add(String.valueOf(failure.getMessage()));
        }
        if (!view.isBuilt()) {
            obstacles.add("it has finished up to position " + view.progress().upTo() + " of " + view.headAtStart()
                    + ": wait for it");
        }
        var parked = view.parked();
        if (!parked.isEmpty()) {
            obstacles.add(parked.size() + " keys are parked in it, the first is " + parked.getFirst()
                    + ": mend what fails");
        }
        long missed = view.missed();
        if (missed > copies.serving().missed() && !view.projection().swapping().lossy()) {
            obstacles.add(missed + " events that it reads were removed from the log before it came to them, up to"
                    + " position " + view.store().highestRemoved() + " at the most, truncated or no longer retained:"
                    + " what they did would be lost; keep the tables that answer, or say fromWhatIsLeft() of the"
                    + " projection, if its rows are to follow the log");
        }
        if (obstacles.isEmpty()) {
            view.projection().swapping().checks().forEach(check -> refused(check).ifPresent(obstacles::add));
        }
        return obstacles;
    }

    private Optional<String> refused(Projection.Check check) {
        try {
            boolean holds = view.ask(CHECK_LIMIT, connection -> {
                try (var statement = connection.createStatement(); var rows = statement.executeQuery(check.sql())) {
                    return rows.next() && rows.getBoolean(1);
                }
            });
            return holds ? Optional.empty() : Optional.of("it is not true that " + check.what());
        } catch (SQLException | Behind e) {
            return Optional.of("whether " + check.what() + " cannot be asked (" + e.getMessage() + ")");
        }
    }

    /**
     * Has these tables answer from now on; the others are kept up to date beside them, and can be swapped back at once.
     * What has been read before is not lost: it waits until it has come as far as the others, and what these have
     * finished meanwhile is waited for when it is asked for.
     *
     * @throws BadRequest if there are {@link #obstacles}
     * @throws Behind     if it does not catch up within seconds with what the others had finished: swap again
     */
    public void swap() {
        copies.swap(view);
    }

    /**
     * Ends it and deletes its tables.
     *
     * @throws BadRequest if it answers by now, or is gone
     */
    public void drop() {
        copies.drop(view);
    }
}

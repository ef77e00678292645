// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Parked;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A read model that runs, as those see it who do not care how it is kept. */
public interface ReadModel {

    /** The name of its projection. */
    String name();

    /** Starts all that keeps it up to date; it is closed when that is stopped. Once. */
    World.Running start();

    /** How far it has come. */
    Progress progress();

    /** Number of the last position in the log when it was opened or began again: below it, it is rebuilding. */
    long headAtStart();

    /** Whether it has not yet reached what was in the log when it was opened or began again. */
    default boolean isRebuilding() {
        return progress().upTo() < headAtStart();
    }

    /** The stored names of the types of events that it takes in. */
    Set<String> types();

    /** The keys whose events wait in it. From any thread. */
    List<Parked> parked();

    /** What waits in it of the key under which {@code event} is handled. From any thread. */
    Optional<Parked> parked(StoredEvent event);

    /** Its projection, for who tells that something. */
    ToldProjection told();

    /** Has it look whether it was told something. */
    void wake();

    /** Where its events come from. */
    EventStore store();

    /** Whether it may know anything about persons. */
    boolean isAboutPersons();

    /** Whether it may know something about persons that are values of the key {@code name}. */
    boolean isAbout(String name);

    /**
     * Asks that nothing be left in it, once it has finished {@code position}, of what was before. May be called from
     * any thread.
     *
     * @param whenDone raised when {@link #clearedUpTo} has come there
     */
    void clear(long position, Signal whenDone);

    /** Number of the position up to which it has nothing of what was before. */
    long clearedUpTo();
}

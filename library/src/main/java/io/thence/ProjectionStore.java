// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;
import java.util.Optional;

/**
 * A store of any kind that a projection is kept in: a search engine, a document database, a cache. Used by one thread
 * at a time, which may wait in it.
 *
 * <p>A failure of the store itself, which passes, is an {@link java.io.UncheckedIOException}: the same events come
 * again a while later. Any other exception is held to be the fault of the events: they come again one by one, and one
 * that fails by itself parks its key.
 */
public interface ProjectionStore {

    /**
     * The checkpoint that was written last; empty before the first. A store that is away when the application starts is
     * refused; later it is waited for.
     */
    Optional<String> checkpoint();

    /**
     * Writes what events change, and the checkpoint: all of it or nothing. A store without transactions writes the
     * checkpoint last, and makes each change so that it can be repeated: after a crash the same events come again.
     *
     * <p>Among the events are those with data {@link io.thence.event.SystemEvents.Erased}: a person is forgotten, and
     * what the store holds of it must go.
     *
     * @param events     some events in order; may be empty
     * @param checkpoint to be given back by {@link #checkpoint}; text of some hundred bytes, and of a megabyte or two
     *                   where a thousand keys are parked
     */
    void write(List<Event<?>> events, String checkpoint);
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Lineage;
import io.thence.Position;

/**
 * What something derived from a log says that it holds: everything up to an event, which it names, so that a log that
 * lost or changed that event is noticed. If the event is in its place, so is all before it.
 *
 * @param lineage  the log that was read
 * @param position number of the last event that was taken in
 * @param event    its id and stamp: commands sent again to a restored log make the same ids
 */
public record Claim(Lineage lineage, long position, String event) {

    /** The claim of a reader that has taken in {@code event} last. */
    public static Claim at(StoredEvent event) {
        return new Claim(event.position().lineage(), event.position().number(),
                event.id() + " " + event.stamp().packed());
    }

    /** Whether {@code store} has that event there, or had it until it was removed. */
    public boolean stands(EventStore store) {
        return isBorneOut(store) || store.isRemoved(new Position(lineage, position));
    }

    /** Whether {@code store} has that event there. */
    public boolean isBorneOut(EventStore store) {
        return lineage.log().equals(store.lineage().log())
                && store.at(position).filter(found -> at(found).event.equals(event)).isPresent();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;

/**
 * A person was forgotten: the key of what was stored about it is destroyed, so nothing can read that any more, neither
 * here nor in a copy of the log; the views have blanked its rows, and their files have been written anew without them.
 *
 * @param subject   the person, as it is filed
 * @param repeated  whether it had been forgotten before, and nothing has been stored about it since
 * @param events    how many events are filed under it, which stay; 0 may mean that it is misspelled
 * @param position  of the event that says so
 * @param views     the projections that have blanked its rows
 */
public record Forgotten(KeyValue subject, boolean repeated, long events, Position position, List<String> views) {

    public Forgotten {
        views = List.copyOf(views);
    }
}

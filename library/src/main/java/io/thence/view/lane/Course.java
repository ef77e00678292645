// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Policy;
import io.thence.event.Keying;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a lane is.
 *
 * @param name    the projection
 * @param types   stored names of the types that it reads
 * @param keying  which of the events are its own
 * @param undoes  whether what events did can be undone, by their type's stored name
 * @param policy  what is done about events that fail
 * @param letters what becomes of those that are given up
 */
public record Course(String name, Set<String> types, Keying keying, Predicate<String> undoes, Policy policy,
        Letters letters) {

    /** The projection, for messages. */
    public String who() {
        return "projection '" + name + "'";
    }
}

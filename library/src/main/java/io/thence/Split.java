// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the stored JSON of one event into that of any number of others. Pure: it is run whenever it is read.
 * Serializable as an {@link Upcast} is.
 */
@FunctionalInterface
public interface Split extends Serializable {
    /** The events in its place, in their order; the argument is this call's own. */
    List<ObjectNode> apply(ObjectNode stored);
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the stored JSON of two events of one command into that of one event. Pure: it is run whenever one of the two is
 * read. Serializable as an {@link Upcast} is.
 */
@FunctionalInterface
public interface Merge extends Serializable {
    /** The event that stands for both; the arguments are this call's own. */
    ObjectNode apply(ObjectNode first, ObjectNode second);
}

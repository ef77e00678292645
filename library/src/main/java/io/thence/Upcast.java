// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the stored JSON of one version of an event into that of the next. Pure: it is run whenever it is read.
 * Serializable so that its code can be found and compared, for the snapshots of folds; it is never stored.
 */
@FunctionalInterface
public interface Upcast extends Serializable {
    /** The event as the next version would have written it; the argument may be changed and returned. */
    ObjectNode apply(ObjectNode stored);
}

// SPDX-License-Identifier: Apache-2.0
package io.thence;

import tools.jackson.databind.node.ObjectNode;

/** Turns the stored JSON of one version of an event into that of the next. Pure: it is run whenever it is read. */
@FunctionalInterface
public interface Upcast {
    /** The event as the next version would have written it; the argument may be changed and returned. */
    ObjectNode apply(ObjectNode stored);
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.ThenceException.Undecodable;
import io.thence.Upcast;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings what was stored up to date, one version at a time. What is newer than the last version is refused: to read it
 * as an older one would lose what that does not know.
 *
 * @param steps step {@code i} turns version {@code i + 1} into {@code i + 2}
 * @param what  the event, for messages
 */
record Upcasting(List<Upcast> steps, String what) {

    static Upcasting of(List<Upcast> steps, String what) {
        return new Upcasting(steps, what);
    }

    /** {@code json}, which is of version {@code version}, as the last version has it. */
    ObjectNode from(int version, ObjectNode json) {
        if (version > steps.size() + 1) {
            throw new Undecodable(what + " is of version " + version + ", this application knows up to "
                    + (steps.size() + 1) + ": use a newer version of it");
        }
        if (version < 1) {
            throw new Undecodable(what + " is of version " + version
                    + ": versions start at 1, so another program wrote it");
        }
        var upToDate = json;
        try {
            for (var step : steps.subList(version - 1, steps.size())) {
                upToDate = step.apply(upToDate);
            }
            return upToDate;
        } catch (RuntimeException e) {
            throw new Undecodable(what + " cannot be upcast from version " + version + " (" + e
                    + "): mend the upcast", e);
        }
    }
}

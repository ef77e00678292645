// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;

/** Which of the two sets of tables of one version: one is built beside the other. */
enum Copy {
    FIRST(""),
    SECOND("-b");

    private final String ending;

    Copy(String ending) {
        this.ending = ending;
    }

    /** The name of its database. */
    String database(Projection projection) {
        return projection.name() + "-v" + projection.version() + ending;
    }

    Copy other() {
        return this == FIRST ? SECOND : FIRST;
    }
}

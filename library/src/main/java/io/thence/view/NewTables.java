// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.world.Signal;
import java.sql.SQLException;

/** The wish of a view's lanes that its tables be made anew, since they hold what is annulled. From any thread. */
final class NewTables {

    private final Gate gate;
    private final Signal keeper;
    private volatile boolean wanted;

    /** Raises {@code keeper}, who makes them, once nobody is in the old ones: {@code gate} says so. */
    NewTables(Gate gate, Signal keeper) {
        this.gate = gate;
        this.keeper = keeper;
    }

    /** Makes them. */
    @FunctionalInterface
    interface Making {
        /** Makes them; nobody uses them meanwhile. */
        void run() throws SQLException;
    }

    void want() {
        wanted = true;
        keeper.raise();
    }

    /** Whether a lane takes nothing in until they are made. */
    boolean areWanted() {
        return wanted;
    }

    /** Makes them if they are wanted and nobody is in the way; whether it did. */
    boolean makeWhenWanted(Making making) throws SQLException {
        if (!wanted || !gate.shut()) {
            return false; // the last one who leaves raises the keeper's signal
        }
        wanted = false; // whoever comes now waits at the gate
        making.run();
        gate.open();
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import java.util.List;

/** The rows of the suite {@code app}. */
public final class AppRows {

    private AppRows() {}

    /** All of them, in the order in which they are measured. */
    public static List<Row> all(Scale scale) {
        return List.of(
                new ReplayMemory(),
                ReplayTables.onH2(),
                ReplayTables.onPostgres(),
                new CommandAlone(),
                new CommandsMany(),
                new Contention(),
                new StartBig(scale.startEvents()),
                new OwnWrites(),
                new Upcasting());
    }
}

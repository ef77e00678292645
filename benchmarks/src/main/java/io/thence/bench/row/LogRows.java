// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.measure.Row;
import java.util.List;

/** The rows of the suite {@code log}, in the order in which they are measured. */
public final class LogRows {

    private LogRows() {}

    /** All of them. */
    public static List<Row> all() {
        return List.of(
                new AppendAlone(),
                AppendSingle.by64(),
                AppendSingle.by256(),
                new AppendBatch(),
                new Scan(),
                new ScanDecoded());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.BigStore;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import java.util.List;

/** The rows of the suite {@code log}, some of which share a store that is built once. */
public final class LogRows implements AutoCloseable {

    private final BigStore big;
    private final Growth growth;

    /** Of this size. */
    public LogRows(Scale scale) {
        big = new BigStore(scale.bigEvents());
        growth = new Growth(scale.growthEvents());
    }

    /** All of them, in the order in which they are measured. */
    public List<Row> all() {
        return List.of(
                new AppendAlone(),
                AppendSingle.by64(),
                AppendSingle.by256(),
                new AppendBatch(),
                new AppendWritten(),
                new Scan(),
                new ScanDecoded(),
                new ReadKey(big),
                new QueryAnd(big),
                new AppendBoundary(big),
                new ReadStream(big),
                new OpenBig(big),
                growth);
    }

    /** The one whose result is a curve. */
    public Growth growth() {
        return growth;
    }

    @Override
    public void close() {
        big.close();
    }
}

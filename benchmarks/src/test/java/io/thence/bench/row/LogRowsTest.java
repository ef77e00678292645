// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.Tiny;
import io.thence.bench.measure.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each row runs, with every contender, in small: so that no row rots between two runs in full. */
class LogRowsTest {

    @TempDir
    static Path folder;

    private static Lab lab;
    private static LogRows rows;

    @BeforeAll
    static void open() throws Exception {
        lab = Lab.in(folder, Tiny.SCALE, Tiny.terminal());
        rows = new LogRows(Tiny.SCALE);
    }

    @AfterAll
    static void close() {
        rows.close();
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "append-1", "append-64", "append-batch", "append-written", "scan", "scan-decoded", "read-key", "query-and",
        "append-boundary", "read-stream", "open", "growth"
    })
    void runs(String name) throws Exception {
        var row = rows.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        Tiny.check(row, lab);
        assertThat(row.bars()).isNotEmpty();
    }
}

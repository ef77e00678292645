// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.Tiny;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Medians;
import io.thence.bench.measure.Row;
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
        var measured = row.measure(lab, 1);
        assertThat(measured.failures()).isEmpty();
        assertThat(measured.rounds()).hasSize(1);
        assertWhole(row, measured);
    }

    private static void assertWhole(Row row, Measured measured) {
        var medians = Medians.of(measured.rounds(), 150);
        assertThat(medians.value(Entrant.OURS)).isPresent();
        assertThat(medians.values().values()).allSatisfy(value -> assertThat(value).isPositive());
        assertThat(measured.flush().keySet()).containsExactlyElementsOf(medians.values().keySet());
        assertThat(row.bars()).allSatisfy(bar -> assertThat(bar.stands(medians)).as(bar.text()).isPresent());
        assertThat(row.bars().stream().map(Bar::text)).isNotEmpty();
        assertThat(row.floors()).allSatisfy(floor -> assertThat(medians.value(floor.peer())).isPresent());
    }
}
